//! Second factors: set up, shown at login, removed; and the recovery codes beside them.

mod code;

use ::app::factor::{self, Factors};
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path};
use domain::factor::{Factor, FactorState};
use domain::id::{FactorId, Revision};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use self::code::OneTimeCode;
use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfNoneMatch;
use crate::json::Body;
use crate::problem::Problem;
use crate::reply;
use crate::routes::{Operation, operation};
use crate::values::Instant;

/// The operations of this noun.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        operation!(Person list_mfa_factors),
        operation!(Person get_mfa_factor),
        operation!(Person create_mfa_factor, CredentialsWrong, FactorCapReached),
        operation!(Person confirm_mfa_factor, OneTimeCodeWrong, InvalidTransition),
        operation!(Person delete_mfa_factor, OneTimeCodeMissing, OneTimeCodeWrong),
        operation!(Person renew_recovery_codes, NotFound, OneTimeCodeWrong),
    ]
}

/// A second factor to be made. It has no debug output: it holds a secret.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MfaFactorCreate {
    /// What the person calls it.
    #[schema(min_length = 1, max_length = 60, example = "Phone")]
    label: String,
    /// The password of the account, once more: whoever finds an open page cannot add a factor of their own.
    #[schema(max_length = 1024, format = Password, value_type = String)]
    password: SecretString,
}

/// A code of the authenticator. It has no debug output: it is a secret.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MfaCode {
    /// Six digits; to renew recovery codes also one of these.
    #[schema(max_length = 40, format = Password, value_type = String, example = "287082")]
    one_time_code: SecretString,
}

/// A second factor.
#[derive(Debug, Serialize, ToSchema)]
struct MfaFactor {
    /// Which one.
    id: Uuid,
    /// What the person calls it.
    #[schema(max_length = 60)]
    label: String,
    /// `pending` until a code was shown, then `active`.
    #[schema(max_length = 40, example = "active")]
    status: &'static str,
    /// When it was made.
    created_at: Instant,
    /// Since when it counts.
    #[schema(required = true)]
    confirmed_at: Option<Instant>,
}

/// A second factor that was just made. It has no debug output: the secret is shown this once.
#[derive(Serialize, ToSchema)]
struct MfaFactorMade {
    /// Which one.
    id: Uuid,
    /// What the person calls it.
    #[schema(max_length = 60)]
    label: String,
    /// `pending`.
    #[schema(max_length = 40, example = "pending")]
    status: &'static str,
    /// When it was made.
    created_at: Instant,
    /// The secret in base32, to be typed into an authenticator.
    #[schema(max_length = 64, example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    secret: String,
    /// The same as an address, to be shown as a QR code.
    #[schema(max_length = 1000)]
    otpauth_uri: String,
}

/// A second factor that counts from now on.
#[derive(Serialize, ToSchema)]
struct MfaFactorConfirmed {
    /// The factor.
    factor: MfaFactor,
    /// Recovery codes, each good once, shown this once. Null where the person has some.
    #[schema(required = true, max_items = 10, value_type = Option<Vec<RecoveryCode>>)]
    recovery_codes: Option<Vec<String>>,
}

/// The caller's second factors.
#[derive(Debug, Serialize, ToSchema)]
struct MfaFactorList {
    /// The first made first.
    #[schema(max_items = 10)]
    items: Vec<MfaFactor>,
    /// How many recovery codes are left.
    #[schema(minimum = 0, maximum = 10)]
    recovery_codes_left: i64,
}

/// Recovery codes, each good once. They are shown this once.
#[derive(Serialize, ToSchema)]
struct RecoveryCodes {
    /// The codes.
    #[schema(max_items = 10, value_type = Vec<RecoveryCode>)]
    recovery_codes: Vec<String>,
}

/// A recovery code.
#[derive(ToSchema)]
#[schema(max_length = 40, example = "mfra-2x4q-7h3k-lopn")]
#[expect(dead_code, reason = "only its schema is used")]
struct RecoveryCode(String);

impl From<&Factor> for MfaFactor {
    fn from(factor: &Factor) -> Self {
        let confirmed_at = match factor.state {
            FactorState::Pending => None,
            FactorState::Active { confirmed_at, .. } => Some(confirmed_at.into()),
        };
        Self {
            id: factor.id.uuid(),
            label: factor.label.as_str().to_owned(),
            status: factor.state.code(),
            created_at: factor.created_at.into(),
            confirmed_at,
        }
    }
}

/// List one's second factors.
///
/// And how many recovery codes are left. Secrets are not shown again.
#[utoipa::path(
    get, path = "/v1/auth/mfa-factors", tag = "accounts",
    responses((status = 200, description = "The factors.", body = MfaFactorList)),
)]
async fn list_mfa_factors(api: Data<Api>, Signed(caller): Signed) -> Result<HttpResponse, Problem> {
    let Factors { factors, recovery_codes_left } = api.run(move |ctx| factor::list(ctx, &caller)).await?;
    reply::plain(&MfaFactorList { items: factors.iter().map(MfaFactor::from).collect(), recovery_codes_left })
}

/// Get one of one's second factors.
///
/// Its secret is not shown again.
#[utoipa::path(
    get, path = "/v1/auth/mfa-factors/{factor_id}", tag = "accounts",
    params(("factor_id" = Uuid, Path, description = "The factor."), IfNoneMatch),
    responses((status = 200, description = "The factor.", body = MfaFactor)),
)]
async fn get_mfa_factor(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let id = FactorId::new(id.into_inner());
    let factor = api.run(move |ctx| factor::find(ctx, &caller, id)).await?;
    reply::item(&known, Revision::FIRST, &MfaFactor::from(&factor))
}

/// Set up a second factor.
///
/// Gives the secret for an authenticator app, once. The factor is pending until one of its codes is confirmed;
/// another one that is pending is gone with it, so the request can be repeated.
#[utoipa::path(
    post, path = "/v1/auth/mfa-factors", tag = "accounts", request_body = MfaFactorCreate,
    responses((status = 201, description = "The factor and its secret.", body = MfaFactorMade)),
)]
async fn create_mfa_factor(
    api: Data<Api>,
    Signed(caller): Signed,
    body: Body<MfaFactorCreate>,
) -> Result<HttpResponse, Problem> {
    let MfaFactorCreate { label, password } = body.value;
    let made = api.run(move |ctx| factor::create(ctx, &caller, &label, &password)).await?;
    let answer = MfaFactorMade {
        id: made.factor.id.uuid(),
        label: made.factor.label.as_str().to_owned(),
        status: made.factor.state.code(),
        created_at: made.factor.created_at.into(),
        secret: made.secret.expose_secret().to_owned(),
        otpauth_uri: made.otpauth_uri.expose_secret().to_owned(),
    };
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/v1/auth/mfa-factors/{}", made.factor.id)))
        .content_type("application/json")
        .body(reply::text(&answer)?))
}

/// Confirm a second factor.
///
/// A code of it shows that the authenticator has the secret. From now on a login wants a code, and this one
/// counts as one with a second factor. With the first factor come ten recovery codes, shown this once.
#[utoipa::path(
    post, path = "/v1/auth/mfa-factors/{factor_id}/confirmations", tag = "accounts",
    params(("factor_id" = Uuid, Path, description = "The factor.")),
    request_body = MfaCode,
    responses((status = 200, description = "The factor, which counts now.", body = MfaFactorConfirmed)),
)]
async fn confirm_mfa_factor(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
    body: Body<MfaCode>,
) -> Result<HttpResponse, Problem> {
    let (id, code) = (FactorId::new(id.into_inner()), body.value.one_time_code);
    let confirmed = api.run(move |ctx| factor::confirm(ctx, &caller, id, code.expose_secret())).await?;
    reply::plain(&MfaFactorConfirmed {
        factor: MfaFactor::from(&confirmed.factor),
        recovery_codes: confirmed.recovery_codes.as_deref().map(shown),
    })
}

/// Remove a second factor.
///
/// One that counts goes only for a code in `One-Time-Code`: of any of the caller's authenticators, or a
/// recovery code. With the last factor the recovery codes are void.
#[utoipa::path(
    delete, path = "/v1/auth/mfa-factors/{factor_id}", tag = "accounts",
    params(("factor_id" = Uuid, Path, description = "The factor."), OneTimeCode),
    responses((status = 204, description = "The factor is gone.")),
)]
async fn delete_mfa_factor(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
    OneTimeCode(code): OneTimeCode,
) -> Result<HttpResponse, Problem> {
    let id = FactorId::new(id.into_inner());
    api.run(move |ctx| {
        let code = code.as_ref().map(ExposeSecret::expose_secret);
        factor::remove(ctx, &caller, id, code)
    })
    .await?;
    Ok(reply::nothing())
}

/// Renew one's recovery codes.
///
/// Gives ten others, shown this once; those from before are void.
#[utoipa::path(
    put, path = "/v1/auth/recovery-codes", tag = "accounts", request_body = MfaCode,
    responses((status = 200, description = "The codes.", body = RecoveryCodes)),
)]
async fn renew_recovery_codes(
    api: Data<Api>,
    Signed(caller): Signed,
    body: Body<MfaCode>,
) -> Result<HttpResponse, Problem> {
    let code = body.value.one_time_code;
    let codes = api.run(move |ctx| factor::renew_recovery_codes(ctx, &caller, code.expose_secret())).await?;
    reply::plain(&RecoveryCodes { recovery_codes: shown(&codes) })
}

fn shown(codes: &[SecretString]) -> Vec<String> {
    codes.iter().map(|code| code.expose_secret().to_owned()).collect()
}
