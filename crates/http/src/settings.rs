//! What the operator decides about the HTTP side.

use std::time::Duration;

use ipnet::IpNet;
use url::Url;

use crate::limit::Limits;

/// The settings of the API.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address under which the service is reached from outside. Without one, links are relative.
    pub public_url: Option<Url>,
    /// The origins whose pages may call the API from a browser, exactly as browsers send them.
    pub allowed_origins: Vec<String>,
    /// Who issues access tokens.
    pub issuer: String,
    /// For whom access tokens are.
    pub audience: String,
    /// The proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// How much one caller may ask.
    pub limits: Limits,
    /// How many use cases run at the same time; four times as many may wait.
    pub jobs: usize,
    /// How long a use case waits for its turn before its client is told to come again.
    pub turn: Duration,
    /// How long a body may take to arrive.
    pub body_arrival: Duration,
    /// How long a use case may take before its client is told to come again.
    pub patience: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_url: None,
            allowed_origins: Vec::new(),
            issuer: "partact".to_owned(),
            audience: "partact-api".to_owned(),
            trusted_proxies: Vec::new(),
            limits: Limits::default(),
            jobs: 64,
            turn: Duration::from_millis(500),
            body_arrival: Duration::from_secs(10),
            patience: Duration::from_secs(20),
        }
    }
}

impl Settings {
    /// What absolute links begin with: the public address without a slash at its end, or nothing.
    pub(crate) fn base(&self) -> String {
        self.public_url.as_ref().map_or_else(String::new, |url| url.as_str().trim_end_matches('/').to_owned())
    }

    /// Whether the service is reached by TLS.
    pub(crate) fn secure(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.scheme() == "https")
    }
}
