"""Bad configurations, each with the one line that is said about it."""

import pytest

from kahea.cfg.errors import ConfigError
from kahea.cfg.parser import load_config
from kahea.cfg.preprocess import Inputs

ROUTE = "request_route {{ {} }}"

PREPROCESSOR = [
    ("#!define A\n#!define A 2\n", "test.cfg:2:1: A is already defined, expected #!trydef or #!redef to define it again"),
    ("#!define A-\n", "test.cfg:1:1: 'A-' where an ID is defined, expected letters, digits and underscores"),
    ("#!define\n", "test.cfg:1:1: nothing where an ID is defined, expected letters, digits and underscores"),
    ("#!undef A\n", "test.cfg:1:1: A is not defined"),
    ("#!define DBURL x\n#!undef DBURLS\n", "test.cfg:2:1: DBURLS is not defined; did you mean DBURL?"),
    (
        "#!ifdef A\n",
        "test.cfg:2:1: different number of preprocessor directives: no #!endif for the region opened at test.cfg:1:1",
    ),
    ("#!ifdef A\n#!endif", "test.cfg:2:1: #!endif at the end of the file, expected an end of line after it"),
    ("#!endif\n", "test.cfg:1:1: different number of preprocessor directives: #!endif without #!ifdef"),
    ("#!else\n", "test.cfg:1:1: different number of preprocessor directives: #!else without #!ifdef"),
    ("#!ifdef A\n#!else\n#!else\n#!endif\n", "test.cfg:3:1: a second #!else for the region opened at test.cfg:1:1"),
    ("#!ifdef 1A\n#!endif\n", "test.cfg:1:1: '1A' where an ID is defined, expected letters, digits and underscores"),
    ("#!ifdeff A\n#!endif\n", "test.cfg:1:1: unknown directive #!ifdeff; did you mean #!ifdef?"),
    ("#!ifexp 1 +\n#!endif\n", "test.cfg:1:1: missing operand in the expression '1 +'"),
    ("#!ifexp 1 / 0\n#!endif\n", "test.cfg:1:1: division by zero in the expression '1 / 0'"),
    ('#!ifexp "a" - 1\n#!endif\n', "test.cfg:1:1: operator - needs numbers, not the string 'a' in the expression '\"a\" - 1'"),
    ("#!ifexp (1\n#!endif\n", "test.cfg:1:1: missing ')' in the expression '(1'"),
    ("#!ifexp 1 2\n#!endif\n", "test.cfg:1:1: unexpected '2' in the expression '1 2'"),
    ("#!ifexp 1 << 64\n#!endif\n", "test.cfg:1:1: the right side of << is 64, not in 0..63 in the expression '1 << 64'"),
    ("#!ifexp 2 ** 63\n#!endif\n", "test.cfg:1:1: a number of more than 64 bits in the expression '2 ** 63'"),
    ("#!ifexp ?\n#!endif\n", "test.cfg:1:1: unexpected '?' in the expression '?'"),
    ("#!defenv NOT_THERE\n", "test.cfg:1:1: the environment has no NOT_THERE"),
    ('#!subst "/a/b"\n', "test.cfg:1:1: a substitution with 1 separators after the first, expected /re/repl/flags"),
    ('#!subst "/a/b/x"\n', "test.cfg:1:1: unknown flag 'x' of a substitution, expected g or i"),
    ('#!subst "//b/"\n', "test.cfg:1:1: a substitution of nothing, expected a regular expression"),
    ('#!subst "/(/b/"\n', "test.cfg:1:1: bad regular expression '(': missing ), unterminated subpattern at position 0"),
    ('#!subst "\\a\\b\\"\n', "test.cfg:1:1: a substitution with 0 separators after the first, expected /re/repl/flags"),
    ('#!substdef "/A/$env(NOT_THERE)/"\n', "test.cfg:1:1: NOT_THERE is not in the environment"),
    ('include_file "missing.cfg"\n', "test.cfg:1:1: cannot read 'missing.cfg': No such file or directory"),
    ("include_file missing\n", "test.cfg:1:14: include_file without a file, expected a quoted path"),
    ('include_file "' + "a" * 128 + '"\n', "test.cfg:1:1: an include path of 128 characters, expected less than 128"),
    ('include_file "test.cfg"\n', "test.cfg:1:1: includes are nested 11 deep, expected at most 10"),
]
TOKENS = [
    ('log_name = "abc', 'test.cfg:1:12: a string that is not closed, expected "'),
    ("log_name = 'abc", "test.cfg:1:12: a string that is not closed, expected '"),
    ("/* open", "test.cfg:1:1: a comment that is not closed, expected */"),
    ("debug = 0x8000000000000000", "test.cfg:1:9: number 0x8000000000000000 has more than 64 bits"),
    ("debug = 089", "test.cfg:1:9: octal number 089 has a digit above 7"),
    ("debug = `", "test.cfg:1:9: unexpected character '`'"),
    (ROUTE.format("$ = 1;"), "test.cfg:1:17: '$' without a name, expected $name, $name(...) or $(...)"),
    (ROUTE.format("$(var(x = 1;"), "test.cfg:1:17: a pseudo-variable that is not closed, expected ')'"),
]
STATEMENTS = [
    ("childern = 4", "test.cfg:1:1: unknown parameter 'childern', expected a core parameter; did you mean children?"),
    ("children = ten", "test.cfg:1:12: unexpected 'ten', expected a number or yes/no for children"),
    ('children = "4"', 'test.cfg:1:12: unexpected string "4", expected a number or yes/no for children'),
    ("log_name = 4", "test.cfg:1:12: unexpected number 4, expected a string in quotes for log_name"),
    ("children 4", "test.cfg:1:10: unexpected number 4, expected '=' after children"),
    ("= 4", "test.cfg:1:1: unexpected '=', expected a statement"),
    ("coreparam[] = 4", "test.cfg:1:11: unexpected ']', expected a parameter's name after coreparam["),
    ("a.b 4", "test.cfg:1:5: unexpected number 4, expected '=' after a.b"),
    ("a[x].b = 4", "test.cfg:1:3: unexpected 'x', expected an instance's number after a["),
    ("a.b = 4 desc 5", "test.cfg:1:14: unexpected number 5, expected a description in quotes"),
    ("flags a:32", "test.cfg:1:9: unexpected number 32, expected a flag's number in 0..31"),
    ("flags 7", "test.cfg:1:7: unexpected number 7, expected a flag's name"),
    ("avpflags 7", "test.cfg:1:10: unexpected number 7, expected a flag's name"),
    ("loadmodule tm", "test.cfg:1:12: unexpected 'tm', expected a module's name after loadmodule"),
    ("loadpath tm", "test.cfg:1:10: unexpected 'tm', expected a path after loadpath"),
    ("cfgengine lua", "test.cfg:1:11: unexpected 'lua', expected an engine's name after cfgengine"),
    ('modparam("tm", "fr_timer" 5)', "test.cfg:1:27: unexpected number 5, expected ',' after the parameter's name"),
    ('modparam("tm", fr_timer, 5)', "test.cfg:1:16: unexpected 'fr_timer', expected a parameter's name in quotes"),
    ('modparam("tm", "fr_timer", $x)', "test.cfg:1:28: unexpected pseudo-variable $x, expected a number or a string"),
    ("listen = udp:127.0.0.1:70000", "test.cfg:1:24: unexpected number 70000, expected a port in 1..65535"),
    ("listen = ", "test.cfg:1:10: unexpected end of configuration, expected an address or a host name"),
    ("listen = [x]", "test.cfg:1:11: unexpected 'x', expected an IPv6 address after '['"),
    ('listen = 127.0.0.1 name "a" name "b"', "test.cfg:1:29: name is given twice"),
    ('socket = { name = "a"; }', "test.cfg:1:1: a socket without an address, expected bind = [proto:]address[:port]"),
    (
        "socket = { bnid = 127.0.0.1; }",
        "test.cfg:1:12: unexpected 'bnid', expected an attribute of socket or '}'; did you mean bind?",
    ),
    ('loadmodle "tm"', "test.cfg:1:1: unexpected 'loadmodle', expected a statement; did you mean loadmodule?"),
]
ROUTES = [
    ("route[A {}", "test.cfg:1:9: unexpected '{', expected ']' after the route's name"),
    ("route[] {}", "test.cfg:1:7: unexpected ']', expected a name, a number or a string after route["),
    ("event_route {}", "test.cfg:1:13: unexpected '{', expected '[group:event]' after event_route"),
    ("event_route[core] {}", "test.cfg:1:17: unexpected ']', expected ':' and an event after 'core'"),
    ("request_route[A] {}", "test.cfg:1:14: unexpected '[', expected '{' after request_route"),
    ("request_route exit;", "test.cfg:1:15: unexpected 'exit', expected '{' after request_route"),
    ("request_route {", "test.cfg:1:16: unexpected end of configuration in the block opened at test.cfg:1:15, expected '}'"),
    (ROUTE.format("exit"), "test.cfg:1:22: unexpected '}', expected ';' after exit"),
    (ROUTE.format("if (uri==myself)"), "test.cfg:1:34: unexpected '}', expected a statement or a block after the condition"),
    (ROUTE.format("if () exit;"), "test.cfg:1:21: unexpected ')', expected an expression"),
    (ROUTE.format("else exit;"), "test.cfg:1:17: unexpected 'else', expected a statement"),
    (ROUTE.format("iff (1) exit;"), "test.cfg:1:25: unexpected 'exit', expected ';' after iff()"),
    (ROUTE.format("$var(x) == 1;"), "test.cfg:1:25: unexpected '==', expected '=' after $var(x)"),
    (ROUTE.format("$var(x) = ;"), "test.cfg:1:27: unexpected ';', expected an expression"),
    (ROUTE.format("t_relay;"), "test.cfg:1:17: t_relay without parentheses, expected t_relay()"),
    (ROUTE.format("t_relay(;"), "test.cfg:1:25: unexpected ';', expected an expression"),
    (ROUTE.format("f(1,);"), "test.cfg:1:21: unexpected ')', expected another argument of f()"),
    (ROUTE.format("f(1 2);"), "test.cfg:1:21: unexpected number 2, expected ')' after the arguments of f()"),
    (ROUTE.format("if (urii==myself) exit;"), "test.cfg:1:21: unexpected 'urii', expected an expression; did you mean uri?"),
    (
        ROUTE.format("if (1 = 2) exit;"),
        "test.cfg:1:21: only a variable can be assigned to, expected $name or an attribute before '='",
    ),
    (ROUTE.format("switch ($rc) { exit; }"), "test.cfg:1:32: unexpected 'exit', expected 'case', 'default' or '}'"),
    (ROUTE.format("switch ($rc) { case x: exit; }"), "test.cfg:1:37: unexpected 'x', expected a number or a string after case"),
    (
        ROUTE.format("switch ($rc) { case /1: exit; }"),
        'test.cfg:1:38: a regular expression that is no string, expected case /"re":',
    ),
    (ROUTE.format("switch ($rc) { case 1 exit; }"), "test.cfg:1:39: unexpected 'exit', expected ':' after case"),
    (ROUTE.format("strlen($ru);"), "test.cfg:1:17: the value of strlen() is not used, expected a statement"),
    (ROUTE.format("f(" * 70), "test.cfg:1:77: more than 60 levels of nesting"),
    (ROUTE.format("$var(x) = " + "1 + " * 130 + "1;"), "test.cfg:1:505: an expression of more than 120 levels"),
]
CHECKS = [
    ("route[A] {}\nroute[A] {}", "test.cfg:2:1: duplicate route[A], first defined at test.cfg:1:1"),
    ("route {}\nrequest_route {}", "test.cfg:2:1: duplicate request_route, first defined at test.cfg:1:1"),
    ("route[RELAY] {}\n" + ROUTE.format("route(RELAI);"), "test.cfg:2:23: route[RELAI] is not defined; did you mean RELAY?"),
    (ROUTE.format("break;"), "test.cfg:1:17: break outside of switch and while"),
    (ROUTE.format("setflag(32);"), "test.cfg:1:25: flag 32 is not in 0..31"),
    ("flags acc\n" + ROUTE.format("setflag(ac);"), "test.cfg:2:25: flag ac is not declared; did you mean acc?"),
    ("flags a:1, b:1", "test.cfg:1:1: flag b has number 1, which a has already"),
    ("flags a, a", "test.cfg:1:1: flag a is declared twice"),
    ("max_branches = 31", "test.cfg:1:16: max_branches is 31, expected 1..30"),
    ("children = 0", "test.cfg:1:12: children is 0, expected at least 1"),
    ("yes.x = 1", "test.cfg:1:1: 'yes' is a reserved word and no name of a parameter"),
    ("a.b = 1\na.b = 2", "test.cfg:2:1: a.b is given twice"),
    ('modparam("tm", "fr_timer", 5)', "test.cfg:1:1: modparam: module 'tm' is not loaded"),
    ('loadmodule "tmx.so"\nmodparam("tm|tmx", "x", 5)', "test.cfg:2:1: modparam: module 'tm' is not loaded; did you mean tmx?"),
    (ROUTE.format('if (0 == "") exit;'), "test.cfg:1:23: type mismatch: number == string"),
    (ROUTE.format('if ("a" ieq "b") exit;'), "test.cfg:1:25: type mismatch: string ieq string"),
    (ROUTE.format('switch ($rc) { case 1: case "a": exit; }'), "test.cfg:1:40: type mismatch: case string after case number"),
    (
        ROUTE.format("switch ($rc) { default: default: exit; }"),
        "test.cfg:1:41: a second default in the switch, first at test.cfg:1:32",
    ),
    (ROUTE.format("switch ($rc) { case 1: case 1: exit; }"), "test.cfg:1:40: case 1 is given twice"),
    (ROUTE.format("f(1,2,3,4,5,6,7);"), "test.cfg:1:17: f() has 7 arguments, expected at most 6"),
    (ROUTE.format("f(g());"), "test.cfg:1:19: g() inside the arguments of f()"),
    (ROUTE.format("if (snd_port == 5060) exit;"), "test.cfg:1:21: snd_port in request_route, expected only in onsend_route"),
    (ROUTE.format("route();"), "test.cfg:1:17: route() has 0 arguments, expected 1"),
]


def fault_of(text: str) -> ConfigError:
    def read(path: str) -> bytes:
        if path != "test.cfg":
            raise FileNotFoundError(2, "No such file or directory")
        return text.encode()

    with pytest.raises(ConfigError) as caught:
        load_config("test.cfg", Inputs(read=read))
    return caught.value


@pytest.mark.parametrize(("text", "message"), [*PREPROCESSOR, *TOKENS, *STATEMENTS, *ROUTES, *CHECKS])
def test_fault_is_one_exact_line(text: str, message: str) -> None:
    assert str(fault_of(text)) == message


def test_card_shows_the_line_and_a_caret_under_the_fault() -> None:
    assert fault_of("debug = 3\n\tchildern = 4\n").card() == (
        "test.cfg:2:2: unknown parameter 'childern', expected a core parameter; did you mean children?\n"
        "    \tchildern = 4\n"
        "    \t^"
    )


def test_card_names_the_including_files() -> None:
    files = {"main.cfg": b'\ninclude_file "sub/a.cfg"\n', "sub/a.cfg": b'include_file "b.cfg"\n', "sub/b.cfg": b"debug = ;"}

    def read(path: str) -> bytes:
        try:
            return files[path]
        except KeyError:
            raise FileNotFoundError(2, "No such file or directory") from None

    with pytest.raises(ConfigError) as caught:
        load_config("main.cfg", Inputs(read=read))
    assert caught.value.card().splitlines()[-2:] == ["    included from sub/a.cfg:1:1", "    included from main.cfg:2:1"]
