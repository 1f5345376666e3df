//! The table of all operations: which there are, and who may call each.
//!
//! An operation is registered with [`operation!`], and cannot be without its [`Access`]. Method and path
//! are read from the handler's `#[utoipa::path]`, so router and document cannot disagree.

use std::collections::BTreeMap;
use std::future::ready;
use std::rc::Rc;

use ::app::Caller;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::guard::{self, Guard};
use actix_web::http::Method;
use actix_web::http::header;
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{Error, HttpResponse, Route};
use utoipa::openapi::path::{ParameterIn, PathItem};
use utoipa::openapi::{OpenApi, RefOr};

use crate::api::Api;
use crate::limit::{self, Asker, Bucket, Left};
use crate::problem::{self, Kind, Problem};
use crate::query::NoParameters;
use crate::{
    account, agreement, auth, factor, listing, matching, moderation, organization, participation, photo,
    privacy, query, session, suspension, system, text, transfer, vocabulary, week,
};

/// Every operation of the API, noun by noun.
pub fn operations() -> Vec<Operation> {
    [
        system::operations(),
        problem::operations(),
        vocabulary::operations(),
        session::operations(),
        factor::operations(),
        suspension::operations(),
        account::operations(),
        privacy::operations(),
        organization::operations(),
        week::operations(),
        participation::operations(),
        listing::operations(),
        text::operations(),
        photo::operations(),
        matching::operations(),
        agreement::operations(),
        transfer::operations(),
        moderation::operations(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Who may call an operation. All but the first two are refused without a login before the handler runs;
/// the right itself is checked by the use case, against the database, in its transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody, and for everybody the same: a token is not looked at.
    Public,
    /// Everybody; who is logged in sees more. A token that does not hold is refused all the same.
    Visitor,
    /// Everybody with a login.
    Person,
    /// Members of the organization concerned.
    Member,
    /// Owners and coordinators of the organization concerned.
    Coordinator,
    /// Those who run the bourse.
    Staff,
}

impl Access {
    /// The name, as the document gives it in `x-access`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Visitor => "visitor",
            Self::Person => "person",
            Self::Member => "member",
            Self::Coordinator => "coordinator",
            Self::Staff => "staff",
        }
    }
}

/// One method on one path.
pub struct Operation {
    /// Who may call it.
    pub access: Access,
    /// Its method.
    pub method: Method,
    /// Its path, with parameters in braces.
    pub path: String,
    /// Its name: the name of the handler.
    pub id: String,
    /// The problems of its own, besides those that follow from access, parameters and body.
    pub(crate) problems: &'static [Kind],
    pub(crate) document: OpenApi,
    takes_query: bool,
    route: fn() -> Route,
}

/// Registers a handler: who may call it, its path, and the problems of its own.
///
/// `operation!(Coordinator create::create_match, QuantityExceeded, PairAlreadyMatched)`
macro_rules! operation {
    ($access:ident $($handler:ident)::+ $(, $problem:ident)* $(,)?) => {{
        #[derive(utoipa::OpenApi)]
        #[openapi(paths($($handler)::+))]
        struct Document;
        $crate::routes::Operation::new(
            $crate::routes::Access::$access,
            <Document as utoipa::OpenApi>::openapi(),
            || actix_web::web::to($($handler)::+),
            &[$($crate::problem::Kind::$problem),*],
        )
    }};
}
pub(crate) use operation;

impl Operation {
    pub(crate) fn new(
        access: Access,
        document: OpenApi,
        route: fn() -> Route,
        problems: &'static [Kind],
    ) -> Self {
        let found = document.paths.paths.iter().find_map(|(path, item)| {
            let (method, operation) = method_of(item)?;
            let mut parameters = operation.parameters.iter().flatten();
            let takes_query = parameters.any(|parameter| {
                matches!(parameter, RefOr::T(parameter) if parameter.parameter_in == ParameterIn::Query)
            });
            Some((path.clone(), method, operation.operation_id.clone()?, takes_query))
        });
        // The derive gives exactly one; a test compares the table with the document.
        let (path, method, id, takes_query) = found.unwrap_or_default();
        Self { access, method, path, id, problems, document, takes_query, route }
    }
}

fn method_of(item: &PathItem) -> Option<(Method, &utoipa::openapi::path::Operation)> {
    [
        (Method::GET, &item.get),
        (Method::POST, &item.post),
        (Method::PUT, &item.put),
        (Method::PATCH, &item.patch),
        (Method::DELETE, &item.delete),
    ]
    .into_iter()
    .find_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

/// What one path answers to.
struct Methods(Vec<Accepted>);

/// One method of a path: who may call it, and whether it takes parameters.
struct Accepted {
    method: Method,
    access: Access,
    takes_query: bool,
}

impl Methods {
    /// For the `Allow` header.
    fn allow(&self) -> String {
        let mut names: Vec<&str> = self.0.iter().map(|accepted| accepted.method.as_str()).collect();
        if names.contains(&"GET") {
            names.push("HEAD");
        }
        names.push("OPTIONS");
        names.join(", ")
    }

    fn accepted(&self, asked: &Method) -> Option<&Accepted> {
        let asked = if asked == Method::HEAD { &Method::GET } else { asked };
        self.0.iter().find(|accepted| accepted.method == asked)
    }
}

/// Registers all operations: one resource for each path, so that a wrong method is 405 and not 404.
pub(crate) fn register(config: &mut ServiceConfig) {
    let mut paths: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
    for operation in operations() {
        paths.entry(operation.path.clone()).or_default().push(operation);
    }
    // In the order of their bytes, `{` comes after all letters: fixed segments win over parameters.
    for (path, operations) in paths {
        let methods = operations.iter().map(|operation| Accepted {
            method: operation.method.clone(),
            access: operation.access,
            takes_query: operation.takes_query,
        });
        let methods = Rc::new(Methods(methods.collect()));
        let mut resource = web::resource(path);
        for operation in &operations {
            resource = resource.route((operation.route)().guard(on(operation.method.clone())));
        }
        let (gate_methods, other_methods) = (Rc::clone(&methods), methods);
        config.service(
            resource
                .default_service(web::to(move |method: Method| ready(other(&method, &other_methods))))
                .wrap(from_fn(move |request, next| gate(request, next, Rc::clone(&gate_methods)))),
        );
    }
    config.app_data(web::PathConfig::default().error_handler(|_, _| Problem::new(Kind::NotFound).into()));
    system::register_pages(config);
    config.default_service(web::to(|| async { Err::<HttpResponse, _>(Problem::new(Kind::NotFound)) }));
}

/// Matches a method; GET answers HEAD too, and actix leaves the body out.
fn on(method: Method) -> impl Guard {
    let head_too = method == Method::GET;
    guard::fn_guard(move |context| {
        let asked = &context.head().method;
        *asked == method || (head_too && *asked == Method::HEAD)
    })
}

/// Lets nobody without a login through to an operation that needs one, and no parameter to one that takes
/// none.
async fn gate<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
    methods: Rc<Methods>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let Some(accepted) = methods.accepted(request.method()) else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    if accepted.access != Access::Public {
        auth::keep_up(request.request()).await;
    }
    let (left, checked) = check(&request, accepted);
    let mut answer = match checked {
        Ok(()) => next.call(request).await?.map_into_left_body(),
        Err(problem) => request.error_response(problem).map_into_right_body(),
    };
    if let Some(left) = left {
        left.write(answer.headers_mut());
    }
    Ok(answer)
}

/// Whether the request may go on to its handler, and what its caller may still ask.
fn check(request: &ServiceRequest, accepted: &Accepted) -> (Option<Left>, Result<(), Problem>) {
    let caller = match accepted.access {
        Access::Public => Ok(None),
        Access::Visitor | Access::Person | Access::Member | Access::Coordinator | Access::Staff => {
            auth::caller(request.request())
        }
    };
    // Whoever guesses tokens is counted too, by their address.
    let left = count(request, accepted, caller.as_ref().ok().and_then(Option::as_ref));
    (left, admit(request, accepted, caller, left.and_then(Left::wait)))
}

fn admit(
    request: &ServiceRequest,
    accepted: &Accepted,
    caller: Result<Option<Caller>, Problem>,
    wait: Option<u32>,
) -> Result<(), Problem> {
    if let Some(seconds) = wait {
        return Err(Problem::retry(Kind::TooManyRequests, seconds));
    }
    let known = caller?.is_some();
    if !known && !matches!(accepted.access, Access::Public | Access::Visitor) {
        return Err(Kind::Unauthenticated.into());
    }
    if !accepted.takes_query {
        query::parse::<NoParameters>(request.query_string())?;
    }
    Ok(())
}

/// Takes the request from the caller's buckets, and says what is left of the one that is nearest to its end.
/// What is posted without a login is credentials. Who asks for the service's health is not counted.
fn count(request: &ServiceRequest, accepted: &Accepted, caller: Option<&Caller>) -> Option<Left> {
    if request.path().starts_with("/health/") {
        return None;
    }
    let api = request.app_data::<Data<Api>>()?;
    let now = api.ctx().clock.now();
    let address = || Asker::Address(limit::address(request.request(), &api.settings().trusted_proxies));
    let Some(caller) = caller else {
        let bucket = match (accepted.access, &accepted.method) {
            (Access::Public, &Method::POST) => Bucket::Logins,
            _ => Bucket::Requests,
        };
        return api.limiter().take(bucket, address(), now);
    };
    let of_all = api.limiter().take(Bucket::Address, address(), now);
    let of_all = of_all.filter(|left| left.wait().is_some());
    of_all.or_else(|| api.limiter().take(Bucket::Requests, Asker::Person(caller.person), now))
}

/// A method that the path does not have.
fn other(method: &Method, methods: &Methods) -> Result<HttpResponse, Problem> {
    if *method == Method::OPTIONS {
        return Ok(HttpResponse::NoContent().insert_header((header::ALLOW, methods.allow())).finish());
    }
    Err(Problem::method_not_allowed(methods.allow()))
}
