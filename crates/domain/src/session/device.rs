//! From what a login was opened, so coarsely that it tells people their own logins apart and nothing else.

/// A sort of program on a sort of machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// The program.
    pub program: Program,
    /// The system of the machine.
    pub system: System,
}

macro_rules! codes {
    ($(#[$doc:meta])* $type:ident: $($(#[$variant_doc:meta])* $variant:ident = $code:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $type {
            $($(#[$variant_doc])* $variant,)+
            /// Another one, or nothing is known.
            #[default]
            Other,
        }

        impl $type {
            /// The name, as stored and sent.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                    Self::Other => "other",
                }
            }

            /// The one of this name; an unknown name is another one.
            pub fn from_code(code: &str) -> Self {
                match code {
                    $($code => Self::$variant,)+
                    _ => Self::Other,
                }
            }
        }
    };
}

codes! {
    /// A sort of program.
    Program:
    /// Edge.
    Edge = "edge",
    /// Opera.
    Opera = "opera",
    /// Firefox.
    Firefox = "firefox",
    /// Chrome, or another of its kind.
    Chrome = "chrome",
    /// Safari.
    Safari = "safari",
    /// Something that is no browser: an app, a script.
    Client = "client",
}

codes! {
    /// The system of a machine.
    System:
    /// Android.
    Android = "android",
    /// iOS and iPadOS.
    Ios = "ios",
    /// Windows.
    Windows = "windows",
    /// macOS.
    Macos = "macos",
    /// Linux and its like.
    Linux = "linux",
}

impl Device {
    /// What a `User-Agent` lets one see. Nothing of it is kept beyond these two words.
    pub fn of_user_agent(text: &str) -> Self {
        let has = |word: &str| text.contains(word);
        // The order counts: each browser also names those that it wants to be taken for.
        let program = match () {
            () if has("Edg/") || has("EdgA/") || has("EdgiOS/") => Program::Edge,
            () if has("OPR/") => Program::Opera,
            () if has("Firefox/") || has("FxiOS/") => Program::Firefox,
            () if has("Chrome/") || has("CriOS/") => Program::Chrome,
            () if has("Safari/") && has("Version/") => Program::Safari,
            () if text.is_empty() || has("Mozilla/") => Program::Other,
            () => Program::Client,
        };
        let system = match () {
            () if has("Android") => System::Android,
            () if has("iPhone") || has("iPad") => System::Ios,
            () if has("Windows") => System::Windows,
            () if has("Mac OS X") || has("Macintosh") => System::Macos,
            () if has("Linux") || has("X11") => System::Linux,
            () => System::Other,
        };
        Self { program, system }
    }

    /// Both words, as stored.
    pub fn code(self) -> String {
        format!("{}/{}", self.program.code(), self.system.code())
    }

    /// The device of this code.
    pub fn from_code(code: &str) -> Self {
        let (program, system) = code.split_once('/').unwrap_or((code, ""));
        Self { program: Program::from_code(program), system: System::from_code(system) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_two_words() {
        for (user_agent, expected) in [
            ("", "other/other"),
            ("curl/8.14.1", "client/other"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "firefox/linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/142.0.0.0 Safari/537.36",
                "chrome/windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
                "edge/windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 \
                 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
                "safari/ios",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/142.0.0.0 Mobile Safari/537.36",
                "chrome/android",
            ),
            ("Mozilla/5.0 <script>", "other/other"),
        ] {
            let device = Device::of_user_agent(user_agent);
            assert_eq!(device.code(), expected, "{user_agent}");
            assert_eq!(Device::from_code(&device.code()), device);
        }
        assert_eq!(Device::from_code("netscape/beos"), Device::default());
    }
}
