//! The programs that run others, and the options of programs that take a value.

/// A program that runs another one.
pub(super) struct Wrapper {
    pub words: &'static [&'static str],
    /// Options of its own that take a value.
    pub valued: &'static [&'static str],
    /// How many further words of its own it takes.
    pub arguments: usize,
}

const fn wrapper(words: &'static [&'static str], valued: &'static [&'static str]) -> Wrapper {
    Wrapper {
        words,
        valued,
        arguments: 0,
    }
}

const UV: &[&str] = &[
    "--with",
    "--with-requirements",
    "--with-editable",
    "--extra",
    "--group",
    "--only-group",
    "--no-group",
    "--python",
    "-p",
    "--package",
    "--project",
    "--directory",
    "--env-file",
    "--from",
    "--resolution",
    "--index",
    "-w",
];

/// nyc and c8, which measure what a command runs.
const ISTANBUL: &[&str] = &[
    "--branches",
    "--cache-dir",
    "--config",
    "--cwd",
    "--exclude",
    "--extension",
    "--functions",
    "--include",
    "--lines",
    "--nycrc-path",
    "--report-dir",
    "--reporter",
    "--reports-dir",
    "--require",
    "--src",
    "--statements",
    "--temp-dir",
    "--temp-directory",
    "-c",
    "-e",
    "-i",
    "-n",
    "-o",
    "-r",
    "-t",
    "-x",
];

pub(super) const WRAPPERS: &[Wrapper] = &[
    wrapper(&["uv", "tool", "run"], UV),
    wrapper(&["uv", "run"], UV),
    wrapper(&["uvx"], UV),
    wrapper(
        &["poetry", "run"],
        &["-C", "-P", "--directory", "--project"],
    ),
    wrapper(&["pdm", "run"], &["-p", "--project"]),
    wrapper(&["pipenv", "run"], &[]),
    wrapper(&["rye", "run"], &[]),
    wrapper(&["hatch", "run"], &["-e", "--env"]),
    wrapper(&["hatch", "-e"], &[]),
    wrapper(
        &["pixi", "run"],
        &["-e", "--environment", "--manifest-path"],
    ),
    wrapper(&["pipx", "run"], &["--spec", "--python"]),
    wrapper(&["conda", "run"], &["-n", "--name", "-p"]),
    wrapper(&["mamba", "run"], &["-n", "--name", "-p"]),
    wrapper(&["micromamba", "run"], &["-n", "--name", "-p"]),
    wrapper(&["npx"], &["-p", "--package", "-c"]),
    wrapper(&["bunx"], &[]),
    wrapper(&["npm", "exec"], &["-p", "--package"]),
    wrapper(&["pnpm", "exec"], &[]),
    wrapper(&["pnpm", "dlx"], &["--package"]),
    wrapper(&["yarn", "exec"], &[]),
    wrapper(&["yarn", "dlx"], &["-p", "--package"]),
    wrapper(&["cross-env"], &[]),
    wrapper(&["cross-env-shell"], &[]),
    wrapper(&["dotenv"], &["-e", "-c", "-v", "-p"]),
    wrapper(&["dotenvx", "run"], &["-f", "-e", "--env", "--env-file"]),
    wrapper(
        &["env-cmd"],
        &["-f", "-e", "-r", "--file", "--environments"],
    ),
    wrapper(&["bundle", "exec"], &[]),
    wrapper(&["go", "run"], &["-exec", "-mod", "-modfile", "-tags"]),
    wrapper(&["go", "tool"], &[]),
    wrapper(
        &["coverage", "run"],
        &["--source", "--rcfile", "--data-file", "--context"],
    ),
    wrapper(&["nyc"], ISTANBUL),
    wrapper(&["c8"], ISTANBUL),
    wrapper(&["sudo"], &["-u", "-g", "--user", "--group"]),
    wrapper(&["env"], &["-u", "-C", "-S"]),
    wrapper(&["nice"], &["-n"]),
    wrapper(&["nohup"], &[]),
    wrapper(&["exec"], &["-a"]),
    wrapper(&["command"], &[]),
    wrapper(&["time"], &["-f", "-o"]),
    wrapper(&["xvfb-run"], &["-s", "-n", "--server-args"]),
    wrapper(&["stdbuf"], &[]),
    wrapper(&["xargs"], &["-n", "-I", "-P", "-L", "-d", "-a"]),
    Wrapper {
        words: &["timeout"],
        valued: &["-k", "-s", "--signal", "--kill-after"],
        arguments: 1,
    },
];

/// Options before a sub-command that take a value, by program.
pub(super) const VALUED: &[(&str, &[&str])] = &[
    (
        "docker",
        &[
            "--context",
            "-c",
            "-H",
            "--host",
            "--config",
            "-l",
            "--log-level",
        ],
    ),
    ("podman", &["--connection", "-c", "--log-level"]),
    ("git", &["-C", "-c", "--git-dir", "--work-tree"]),
    ("npm", &["--prefix", "-w", "--workspace", "--registry"]),
    ("pnpm", &["--filter", "-F", "-C", "--dir"]),
    ("yarn", &["--cwd"]),
    ("gh", &["-R", "--repo"]),
    ("cargo", &["--config", "-C", "-Z", "--color"]),
    ("go", &["-C"]),
    ("poetry", &["-C", "-P", "--directory", "--project"]),
    ("uv", &["--directory", "--project", "--config-file"]),
    ("hatch", &["-e", "--env", "-p", "--project"]),
    ("make", &["-C", "-f", "-j", "--directory", "--file"]),
    ("mvn", &["-f", "-P", "-s", "-pl"]),
];
