//! The settings as flags of the command line, made of the table.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use super::{Setting, Sources, TABLE};

/// The flags of the settings: of all of them (`SERVING`), or of those that every sub-command needs.
#[derive(Clone, Debug, Default)]
pub struct Flags<const SERVING: bool> {
    file: Option<PathBuf>,
    given: Vec<(&'static str, String)>,
}

impl<const SERVING: bool> Flags<SERVING> {
    /// These flags, the environment of the process, and the file.
    pub fn sources(&self) -> Sources {
        self.sources_with(&[])
    }

    /// The same, with a sub-command's own values, which count as flags that were not given.
    pub fn sources_with(&self, own: &[(&'static str, String)]) -> Sources {
        let mut sources = Sources::default();
        sources.flags(&self.given);
        sources.flags(own);
        sources.environment(|name| std::env::var_os(name));
        sources.file(self.file.as_deref(), |name| std::env::var_os(name));
        sources
    }

    fn settings() -> impl Iterator<Item = &'static Setting> {
        TABLE.iter().filter(|setting| SERVING || !setting.serving)
    }
}

impl<const SERVING: bool> Args for Flags<SERVING> {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new("config")
            .long("config")
            .value_name("FILE")
            .value_parser(clap::value_parser!(PathBuf))
            .help_heading("Settings")
            .help("The file with settings [variable: PARTACT_CONFIG] [default: partact.toml, where it is there]");
        Self::settings().fold(command.arg(file), |command, setting| {
            let doc = setting.doc.trim().trim_end_matches('.');
            let help = match setting.default {
                "" => format!("{doc} [variable: {}]", setting.variable()),
                default => format!("{doc} [variable: {}] [default: {default}]", setting.variable()),
            };
            command.arg(
                Arg::new(setting.name)
                    .long(setting.flag())
                    .value_name(setting.placeholder)
                    .action(ArgAction::Set)
                    .allow_hyphen_values(true)
                    .help_heading("Settings")
                    .help(help),
            )
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<const SERVING: bool> FromArgMatches for Flags<SERVING> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut flags = Self::default();
        flags.update_from_arg_matches(matches)?;
        Ok(flags)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.file = matches.get_one::<PathBuf>("config").cloned();
        self.given = Self::settings()
            .filter_map(|setting| Some((setting.name, matches.get_one::<String>(setting.name)?.clone())))
            .collect();
        Ok(())
    }
}
