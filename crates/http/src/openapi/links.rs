//! Links from what was made to the operation that reads it, so that clients and testers find their way.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

type Paths = BTreeMap<String, Map<String, Value>>;

/// Gives every 201 that says where what it made is a link to the operation there.
pub(super) fn add(paths: &mut Paths) {
    let links: Vec<_> = paths
        .iter()
        .flat_map(|(path, item)| item.keys().map(move |method| (path, method)))
        .filter_map(|(path, method)| {
            Some((
                path.clone(),
                method.clone(),
                link(paths, path).or_else(|| link(paths, of_its_own(path)?))?,
            ))
        })
        .collect();
    for (path, method, (name, link)) in links {
        let operation = paths.get_mut(&path).and_then(|item| item.get_mut(&method));
        let made = operation.and_then(|operation| operation.pointer_mut("/responses/201"));
        if let Some(Value::Object(made)) = made
            && made.get("headers").is_some_and(|headers| headers.get("Location").is_some())
        {
            made.insert("links".to_owned(), json!({ name: link }));
        }
    }
}

/// Where the reports of a listing and of an organization are read alike: at a place of their own.
fn of_its_own(path: &str) -> Option<&'static str> {
    path.ends_with("/reports").then_some("/v1/abuse-reports")
}

/// The operation one step below a path: that which reads by an id, else that at a fixed place.
fn link(paths: &Paths, path: &str) -> Option<(String, Value)> {
    let below = |candidate: &str| {
        let step = candidate.strip_prefix(path)?.strip_prefix('/')?;
        (!step.contains('/')).then(|| step.to_owned())
    };
    let steps: Vec<_> = paths.iter().filter_map(|(path, item)| Some((below(path)?, item))).collect();
    let by_id = steps.iter().find_map(|(step, item)| {
        let parameter = step.strip_prefix('{')?.strip_suffix('}')?;
        Some((item.get("get")?, Some(parameter)))
    });
    let fixed = || {
        let step = steps.iter().find(|(step, _)| !step.starts_with('{'))?;
        Some((step.1.values().next()?, None))
    };
    let (operation, made) = by_id.or_else(fixed)?;
    let above = path.split('/').filter_map(|step| step.strip_prefix('{')?.strip_suffix('}'));
    let mut parameters: Map<String, Value> =
        above.map(|name| (name.to_owned(), format!("$request.path.{name}").into())).collect();
    parameters.extend(made.map(|name| (name.to_owned(), "$response.body#/id".into())));
    let id = operation.get("operationId")?.as_str()?.to_owned();
    let description = format!("{} It is where `Location` leads.", operation.get("summary")?.as_str()?);
    let link = json!({ "operationId": id, "parameters": parameters, "description": description });
    Some((id, link))
}
