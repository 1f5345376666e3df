//! A photo on its way in: a form of three parts, read within bounds.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::time::Duration;

use ::app::photo::{Kind as PictureKind, Upload};
use actix_multipart::{Field, Multipart};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpRequest};
use domain::fault::Rule;
use domain::photo::{AltTexts, RawAltText};
use futures_core::Stream as _;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use crate::api::Api;
use crate::problem::{Kind, Located, Part, Problem, Shape};

/// The largest file.
const MOST_BYTES: usize = 10 * 1024 * 1024;
/// The largest of the other parts.
const MOST_TEXT: usize = 4 * 1024;
/// A body that says it is larger than this is not even read to be thrown away.
const MOST_DECLARED: u64 = 4 * 10 * 1024 * 1024;
/// How long it may take to arrive: a telephone in a hall with many telephones.
const ARRIVAL: Duration = Duration::from_mins(1);

/// A photo, as a form.
#[derive(Debug, Deserialize, ToSchema)]
#[expect(dead_code, reason = "describes the form; the parts are read one by one")]
pub(super) struct PhotoUpload {
    /// The file: JPEG, PNG or WebP, at most 10 MiB, 8,192 pixels on a side and 40 million in all. It is
    /// decoded and encoded anew: neither its metadata nor anything else but its pixels is kept.
    #[schema(value_type = String, format = Binary, max_length = 10_485_760)]
    file: Vec<u8>,
    /// What it shows, in words, for those who do not see it.
    #[schema(min_length = 1, max_length = 300, example = "Six chaises pliantes en bois clair")]
    alt_text: String,
    /// The language of the words: a code of `GET /v1/languages`.
    #[schema(max_length = 10, example = "fr")]
    language: String,
}

/// The form, read and looked at, and the digest of what it says.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) upload: Upload,
    pub(super) digest: [u8; 32],
}

impl FromRequest for Form {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let declared = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
        let too_large =
            declared.and_then(|length| length.parse().ok()).is_some_and(|length: u64| length > MOST_DECLARED);
        let is_form = is_form(request);
        let api = request.app_data::<Data<Api>>().cloned();
        let parts = Multipart::from_request(request, payload);
        Box::pin(async move {
            if !is_form {
                return Err(Kind::UnsupportedMediaType.into());
            }
            if too_large {
                return Err(Kind::PayloadTooLarge.into());
            }
            let api = api.ok_or_else(|| Problem::internal("the API is not configured"))?;
            let parts = parts.await.map_err(|_| Problem::new(Kind::RequestInvalid))?;
            let _place = api.place_for_upload().await?;
            match tokio::time::timeout(ARRIVAL, Given::read(parts)).await {
                Ok(given) => given?.form(),
                Err(_) => Err(Kind::RequestInvalid.into()),
            }
        })
    }
}

fn is_form(request: &HttpRequest) -> bool {
    let given = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = given.and_then(|given| given.split(';').next()).unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("multipart/form-data")
}

/// The parts that came.
#[derive(Default)]
struct Given {
    file: Option<(Bytes, Option<PictureKind>)>,
    alt_text: Option<String>,
    language: Option<String>,
    wrong: Vec<Located>,
}

impl Given {
    async fn read(parts: Multipart) -> Result<Self, Problem> {
        let invalid = |_| Problem::new(Kind::RequestInvalid);
        let mut parts = pin!(parts);
        let mut given = Self::default();
        while let Some(part) = poll_fn(|context| parts.as_mut().poll_next(context)).await {
            given.take(part.map_err(invalid)?).await?;
        }
        Ok(given)
    }

    async fn take(&mut self, mut part: Field) -> Result<(), Problem> {
        let name = part.name().unwrap_or_default().to_owned();
        let kind = part.content_type().map(|kind| kind.essence_str().to_owned());
        let most = if name == "file" { MOST_BYTES } else { MOST_TEXT };
        // What is too large is read to its end all the same, so that the client gets to read why.
        let bytes = part.bytes(most).await.map_err(|_| Problem::new(Kind::PayloadTooLarge))?;
        let bytes = bytes.map_err(|_| Problem::new(Kind::RequestInvalid))?;
        let place = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        let wrong = |shape| Located::shape(Part::Body, place.clone(), shape);
        let twice = match name.as_str() {
            "file" => {
                let declared = declared(kind.as_deref());
                if declared.is_err() {
                    self.wrong.push(Located::rule(Part::Body, place.clone(), Rule::PictureUnknown));
                }
                self.file.replace((bytes, declared.unwrap_or_default())).is_some()
            }
            "alt_text" | "language" => {
                let text = String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| {
                    self.wrong.push(wrong(Shape::WrongType));
                    String::new()
                });
                let field = if name == "language" { &mut self.language } else { &mut self.alt_text };
                field.replace(text).is_some()
            }
            _ => {
                self.wrong.push(wrong(Shape::UnknownName));
                false
            }
        };
        if twice {
            self.wrong.push(wrong(Shape::Repeated));
        }
        Ok(())
    }

    /// The form, or everything that is wrong with it.
    fn form(self) -> Result<Form, Problem> {
        let Self { file, alt_text, language, mut wrong } = self;
        let missing =
            [("/file", file.is_none()), ("/alt_text", alt_text.is_none()), ("/language", language.is_none())];
        for (place, _) in missing.into_iter().filter(|(_, is_missing)| *is_missing) {
            wrong.push(Located::rule(Part::Body, place, Rule::Required));
        }
        let (Some((bytes, declared)), Some(alt_text), Some(language)) = (file, alt_text, language) else {
            return Err(Problem::located(Kind::ValidationFailed, wrong));
        };
        let alt = AltTexts::parse_one(RawAltText { language: &language, text: &alt_text });
        let alt = alt.map_err(|faults| wrong.extend(Located::all(Part::Body, faults)));
        if bytes.is_empty() {
            wrong.push(Located::rule(Part::Body, "/file", Rule::Required));
        }
        match alt {
            Ok(alt) if wrong.is_empty() => {
                let digest = digest(&[&bytes, alt_text.as_bytes(), language.as_bytes()]);
                Ok(Form { upload: Upload { bytes: bytes.into(), declared, alt }, digest })
            }
            _ => Err(Problem::located(Kind::ValidationFailed, wrong)),
        }
    }
}

/// What the part says the file is. Clients that do not know say nothing, or that it is bytes.
fn declared(kind: Option<&str>) -> Result<Option<PictureKind>, ()> {
    match kind {
        None | Some("application/octet-stream") => Ok(None),
        Some(kind) => {
            PictureKind::ALL.into_iter().find(|known| known.media_type() == kind).map(Some).ok_or(())
        }
    }
}

/// A digest of parts that cannot run into each other.
fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(Sha256::digest(part));
    }
    digest.finalize().into()
}
