//! The table of forgeries. Whoever makes one has everything but a key of the service, or has such a key and signs
//! something that the service would not.

use app::signing_key;
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer as _, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::ExposeSecret as _;
use serde_json::{Map, Value, json};
use sha2::{Sha256, Sha384, Sha512};
use testkit::{Login, TestApp};

/// The order of the group of Ed25519, least byte first (RFC 8032): a multiple of it may be added to a signature
/// that is not checked strictly.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// Makes tokens.
pub(super) struct Forge {
    key: SigningKey,
    kid: String,
    next_kid: String,
    header: Value,
    claims: Value,
    now: i64,
}

type Table = Vec<(String, String)>;

impl Forge {
    /// With the key of the service, and a login to forge.
    pub(super) fn new(app: &TestApp, login: &Login) -> Self {
        let keys = signing_key::load(&app.ctx).unwrap();
        let key = SigningKey::from_bytes(keys.seed.expose_secret());
        let next = keys.checking.iter().find(|key| key.id != keys.signing_id).unwrap();
        let now = app.ctx.clock.now().as_second();
        Self {
            key,
            kid: keys.signing_id.clone(),
            next_kid: next.id.clone(),
            header: json!({"alg": "EdDSA", "typ": "at+jwt", "kid": keys.signing_id}),
            claims: json!({
                "iss": "partact", "aud": "partact-api", "exp": now + 600, "nbf": now, "iat": now,
                "sub": login.person.to_string(), "jti": uuid::Uuid::from_u128(7).to_string(),
                "sid": login.caller.session.to_string(),
            }),
            now,
        }
    }

    /// A token as the service would make it.
    pub(super) fn genuine(&self) -> String {
        self.sign(&self.header.to_string(), &self.claims.to_string())
    }

    /// Every forgery, with its name.
    pub(super) fn table(&self) -> Table {
        let mut table = self.headers();
        table.extend(self.algorithms());
        table.extend(self.claims());
        table.extend(self.shapes());
        table.extend(self.signatures());
        table
    }

    /// Signed with the key of the service.
    fn sign(&self, header: &str, claims: &str) -> String {
        signed_by(&self.key, header, claims)
    }

    fn with_header(&self, name: &str, value: Value) -> String {
        self.sign(&with(&self.header, name, value), &self.claims.to_string())
    }

    fn with_claim(&self, name: &str, value: Value) -> String {
        self.sign(&self.header.to_string(), &with(&self.claims, name, value))
    }

    /// Headers that say something else, signed with the right key.
    fn headers(&self) -> Table {
        let jwk =
            json!({"kty": "OKP", "crv": "Ed25519", "x": encoded(&stranger().verifying_key().to_bytes())});
        let mut table: Table = [
            ("kid null", "kid", Value::Null),
            ("kid empty", "kid", json!("")),
            ("kid unknown", "kid", json!("A".repeat(43))),
            ("kid of the next key, which does not sign", "kid", json!(self.next_kid)),
            ("kid a path", "kid", json!("../../../../dev/null")),
            ("kid a statement", "kid", json!("x' UNION SELECT 'AA' --")),
            ("kid with a NUL", "kid", json!(format!("{}\0", self.kid))),
            ("kid an address", "kid", json!("https://evil.example/key.pem")),
            ("kid an object", "kid", json!({"id": self.kid})),
            ("kid a list", "kid", json!([self.kid])),
            ("kid a number", "kid", json!(0)),
            ("kid very long", "kid", json!("A".repeat(1000))),
            ("typ JWT", "typ", json!("JWT")),
            ("typ null", "typ", Value::Null),
            ("typ of an ID token", "typ", json!("id_token+jwt")),
            ("typ a list", "typ", json!(["at+jwt"])),
            ("crit", "crit", json!(["exp"])),
            ("crit b64", "crit", json!(["b64"])),
            ("crit of nothing", "crit", json!([])),
            ("zip", "zip", json!("DEF")),
            ("alg null", "alg", Value::Null),
            ("alg a list", "alg", json!(["EdDSA"])),
            ("alg in small letters", "alg", json!("eddsa")),
            ("alg with a space", "alg", json!("EdDSA ")),
        ]
        .map(|(what, name, value)| (what.to_owned(), self.with_header(name, value)))
        .into_iter()
        .collect();
        for name in ["alg", "typ", "kid"] {
            let header = without(&self.header, name);
            table.push((format!("{name} missing"), self.sign(&header, &self.claims.to_string())));
        }
        // A key that the token brings along, or an address of one.
        for (name, value) in [
            ("jwk", jwk),
            ("jku", json!("https://evil.example/jwks.json")),
            ("x5u", json!("https://evil.example/cert.pem")),
            ("x5c", json!(["MIIB"])),
        ] {
            let header = with(&self.header, name, value);
            table.push((
                format!("{name} of a stranger"),
                signed_by(&stranger(), &header, &self.claims.to_string()),
            ));
        }
        table
    }

    /// Other algorithms, with what is known of the key taken for their secret.
    fn algorithms(&self) -> Table {
        let mut table = Table::new();
        let claims = self.claims.to_string();
        for alg in ["none", "None", "NONE", "nOnE", ""] {
            let message = message(&with(&self.header, "alg", json!(alg)), &claims);
            table.push((format!("alg {alg:?} without a signature"), format!("{message}.")));
            table.push((format!("alg {alg:?} with one"), self.with_header("alg", json!(alg))));
        }
        for alg in ["RS256", "RS512", "PS256", "ES256", "ES384", "ES512", "ES256K", "Ed448", "HS256"] {
            table.push((format!("alg {alg}, signed with Ed25519"), self.with_header("alg", json!(alg))));
        }
        let point = self.key.verifying_key().to_bytes();
        let pem = format!(
            "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
            BASE64_STANDARD.encode([&hex_prefix()[..], &point[..]].concat())
        );
        let x = encoded(&point);
        let secrets: [(&str, &[u8]); 5] = [
            ("the point", &point),
            ("the point in base64", x.as_bytes()),
            ("the public key in PEM", pem.as_bytes()),
            ("the name of the key", self.kid.as_bytes()),
            ("nothing", b""),
        ];
        for (what, secret) in secrets {
            for alg in ["HS256", "HS384", "HS512"] {
                let message = message(&with(&self.header, "alg", json!(alg)), &claims);
                let code = match alg {
                    "HS256" => mac::<Hmac<Sha256>>(secret, &message),
                    "HS384" => mac::<Hmac<Sha384>>(secret, &message),
                    _ => mac::<Hmac<Sha512>>(secret, &message),
                };
                table.push((format!("{alg} with {what} for a secret"), format!("{message}.{code}")));
            }
        }
        table
    }

    /// Claims that the service would not make, signed with the right key.
    fn claims(&self) -> Table {
        let now = self.now;
        let other = uuid::Uuid::from_u128(99).to_string();
        let mut table: Table = [
            ("iss of others", "iss", json!("https://evil.example")),
            ("iss nearly ours", "iss", json!("partact/")),
            ("iss a list", "iss", json!(["partact"])),
            ("iss null", "iss", Value::Null),
            ("aud of others", "aud", json!("partact-web")),
            ("aud a list with ours", "aud", json!(["partact-api", "partact-web"])),
            ("aud a list of ours", "aud", json!(["partact-api"])),
            ("aud empty", "aud", json!("")),
            ("exp long ago", "exp", json!(now - 3600)),
            ("exp just now", "exp", json!(now - 5)),
            ("exp nought", "exp", json!(0)),
            ("exp negative", "exp", json!(-1)),
            ("exp a text", "exp", json!((now + 600).to_string())),
            ("exp a fraction", "exp", json!(600.5)),
            ("exp beyond all integers", "exp", json!(1e300)),
            ("exp a truth", "exp", json!(true)),
            ("exp an object", "exp", json!({"at": now + 600})),
            ("exp null", "exp", Value::Null),
            ("nbf in the future", "nbf", json!(now + 60)),
            ("nbf a text", "nbf", json!(now.to_string())),
            ("nbf beyond all time", "nbf", json!(i64::MAX)),
            ("iat in the future", "iat", json!(now + 60)),
            ("iat null", "iat", Value::Null),
            ("sub nobody", "sub", json!(other)),
            ("sub a name", "sub", json!("admin")),
            ("sub a list", "sub", json!([self.claims["sub"]])),
            ("sub a number", "sub", json!(1)),
            ("sub a statement", "sub", json!("' OR 1=1 --")),
            ("sid of nobody", "sid", json!(other)),
            ("sid null", "sid", Value::Null),
            ("sid a number", "sid", json!(7)),
            ("jti a number", "jti", json!(7)),
        ]
        .map(|(what, name, value)| (what.to_owned(), self.with_claim(name, value)))
        .into_iter()
        .collect();
        for name in ["iss", "aud", "exp", "nbf", "iat", "sub", "jti", "sid"] {
            let claims = without(&self.claims, name);
            table.push((format!("{name} missing"), self.sign(&self.header.to_string(), &claims)));
        }
        let claims = self.claims.to_string();
        for (what, text) in [
            ("sub twice", claims.replacen('{', &format!("{{\"sub\":\"{other}\","), 1)),
            ("exp twice", claims.replacen('{', "{\"exp\":9999999999,", 1)),
            ("exp in digits without end", claims.replacen("\"exp\":", "\"exp\":9999999999999999999999", 1)),
            ("claims in a list", format!("[{claims}]")),
            ("claims in a text", json!(claims).to_string()),
            ("claims null", "null".to_owned()),
            ("claims empty", String::new()),
            ("claims cut off", claims[..claims.len() - 1].to_owned()),
            ("claims with more behind", format!("{claims}{claims}")),
            ("claims very deep", format!("{}{claims}{}", "[".repeat(500), "]".repeat(500))),
        ] {
            table.push((what.to_owned(), self.sign(&self.header.to_string(), &text)));
        }
        table
    }

    /// Tokens of another shape.
    fn shapes(&self) -> Table {
        let ours = self.genuine();
        let parts: Vec<&str> = ours.split('.').collect();
        let [header, claims, signature] = parts[..] else { panic!("three parts: {ours}") };
        let padded = |text: &str| BASE64_URL_SAFE.encode(BASE64_URL_SAFE_NO_PAD.decode(text).unwrap());
        let header_text = self.header.to_string();
        let nested = encoded(ours.as_bytes());
        [
            ("nothing but dots", "..".to_owned()),
            ("one part", header.to_owned()),
            ("two parts", format!("{header}.{claims}")),
            ("four parts", format!("{ours}.{signature}")),
            ("five parts, as if encrypted", format!("{header}.{claims}.{signature}.{claims}.{signature}")),
            ("a dot in front", format!(".{ours}")),
            ("a dot behind", format!("{ours}.")),
            ("no header", format!(".{claims}.{signature}")),
            ("no claims", format!("{header}..{signature}")),
            ("no signature", format!("{header}.{claims}.")),
            ("parts in another order", format!("{claims}.{header}.{signature}")),
            ("a space within", format!("{header}. {claims}.{signature}")),
            ("a tab within", format!("{header}.\t{claims}.{signature}")),
            ("percent for a dot", format!("{header}%2E{claims}%2E{signature}")),
            ("padding", format!("{}.{}.{}=", padded(header), padded(claims), signature)),
            ("padding of the signature", format!("{header}.{claims}.{}", padded(signature))),
            ("letters of plain base64", format!("{header}.{claims}.{}", plain(signature))),
            ("cut off by one", ours[..ours.len() - 1].to_owned()),
            ("cut off in half", ours[..ours.len() / 2].to_owned()),
            ("one more", format!("{ours}A")),
            ("long", format!("{ours}{}", "A".repeat(40_000))),
            ("in JSON", json!({"payload": claims, "protected": header, "signature": signature}).to_string()),
            (
                "a token in a token",
                self.sign(&with(&self.header, "cty", json!("JWT")), &json!(ours).to_string()),
            ),
            ("a token for claims", format!("{header}.{nested}.{signature}")),
            ("a header in a list", self.sign(&format!("[{header_text}]"), &self.claims.to_string())),
            ("a header cut off", self.sign(&header_text[..header_text.len() - 1], &self.claims.to_string())),
            (
                "a header that says alg twice",
                self.sign(&header_text.replacen('{', "{\"alg\":\"none\",", 1), &self.claims.to_string()),
            ),
            (
                "a header that says kid twice",
                self.sign(&header_text.replacen('{', "{\"kid\":\"x\",", 1), &self.claims.to_string()),
            ),
            ("words", "garbage.in.token".to_owned()),
            ("a refresh token", encoded(&[7; 32])),
        ]
        .map(|(what, token)| (what.to_owned(), token))
        .into_iter()
        .collect()
    }

    /// Signatures that are not those of this message by this key.
    fn signatures(&self) -> Table {
        let (header, claims) = (self.header.to_string(), self.claims.to_string());
        let message = message(&header, &claims);
        let signature = self.key.sign(message.as_bytes()).to_bytes();
        let token = |signature: &[u8]| format!("{message}.{}", encoded(signature));
        let flipped = |place: usize| {
            let mut signature = signature;
            signature[place] ^= 1;
            token(&signature)
        };
        let other_claims = with(&self.claims, "jti", json!(uuid::Uuid::from_u128(8).to_string()));
        let under_own_name = with(
            &self.header,
            "kid",
            json!(signing_key::thumbprint(&stranger().verifying_key().to_bytes(),)),
        );
        let zero_key = SigningKey::from_bytes(&[0; 32]);
        let mut table = vec![
            ("a bit of R".to_owned(), flipped(0)),
            ("a bit of S".to_owned(), flipped(32)),
            ("the highest bit of S".to_owned(), {
                let mut signature = signature;
                signature[63] ^= 0x80;
                token(&signature)
            }),
            ("S and the order of the group".to_owned(), token(&malleated(signature))),
            ("a signature of zeroes".to_owned(), token(&[0; 64])),
            ("a point of small order for R, and S nought".to_owned(), token(&small_order())),
            ("a signature of half the length".to_owned(), token(&signature[..32])),
            ("a signature of twice the length".to_owned(), token(&[signature, signature].concat())),
            ("S before R".to_owned(), token(&[&signature[32..], &signature[..32]].concat())),
            ("the signature of other claims".to_owned(), {
                let ours = self.genuine();
                let (_, signature) = ours.rsplit_once('.').unwrap();
                format!("{}.{signature}", self::message(&header, &other_claims))
            }),
            ("another key under our name".to_owned(), signed_by(&stranger(), &header, &claims)),
            ("another key under its own name".to_owned(), signed_by(&stranger(), &under_own_name, &claims)),
            ("the key of zeroes".to_owned(), signed_by(&zero_key, &header, &claims)),
        ];
        // The last letter of a signature holds four bits that mean nothing, and must be nought.
        let ours = self.genuine();
        let last = ours.chars().last().unwrap();
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let place = alphabet.find(last).unwrap();
        let neighbour = &alphabet[place + 1..place + 2];
        table.push((
            "the signature in other letters".to_owned(),
            format!("{}{neighbour}", &ours[..ours.len() - 1]),
        ));
        table
    }
}

/// A key that is not of the service.
fn stranger() -> SigningKey {
    SigningKey::from_bytes(&[9; 32])
}

fn encoded(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// The same bytes in the other alphabet, and surely different.
fn plain(text: &str) -> String {
    let plain = BASE64_STANDARD.encode(BASE64_URL_SAFE_NO_PAD.decode(text).unwrap());
    assert_ne!(plain, text);
    plain
}

fn message(header: &str, claims: &str) -> String {
    format!("{}.{}", encoded(header.as_bytes()), encoded(claims.as_bytes()))
}

fn signed_by(key: &SigningKey, header: &str, claims: &str) -> String {
    let message = message(header, claims);
    format!("{message}.{}", encoded(&key.sign(message.as_bytes()).to_bytes()))
}

fn mac<M: Mac + KeyInit>(secret: &[u8], message: &str) -> String {
    let mut mac = <M as KeyInit>::new_from_slice(secret).unwrap();
    mac.update(message.as_bytes());
    encoded(&mac.finalize().into_bytes())
}

fn with(object: &Value, name: &str, value: Value) -> String {
    let mut changed = object.clone();
    changed[name] = value;
    changed.to_string()
}

fn without(object: &Value, name: &str) -> String {
    let members: Map<String, Value> =
        object.as_object().unwrap().clone().into_iter().filter(|(member, _)| member != name).collect();
    Value::Object(members).to_string()
}

/// The same signature with the order of the group added to S: equal to who reduces it first.
fn malleated(mut signature: [u8; 64]) -> [u8; 64] {
    let mut carry = 0_u16;
    for (byte, add) in signature[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        [*byte, _] = sum.to_le_bytes();
        carry = sum >> 8;
    }
    signature
}

/// The neutral point and nought: right for every message under a key of small order.
fn small_order() -> [u8; 64] {
    let mut signature = [0; 64];
    signature[0] = 1;
    signature
}

/// What stands before an Ed25519 point in a public key in DER (RFC 8410).
fn hex_prefix() -> [u8; 12] {
    [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]
}
