"""A FHIRPath formula as text: read once, and refused before any work when it is too large to be meant well.

Limits are by size and not by time (Settled 17): signals do not work in threads, and reading a formula costs about a
tenth of a millisecond a letter. The longest formula among our fixtures has 391 letters and 180 words and signs.
"""

from functools import lru_cache

from antlr4 import CommonTokenStream, InputStream
from antlr4.error.ErrorListener import ErrorListener
from antlr4.tree.Tree import ParseTreeWalker
from fhirpathpy.parser.ASTPathListener import ASTPathListener
from fhirpathpy.parser.generated.FHIRPathLexer import FHIRPathLexer
from fhirpathpy.parser.generated.FHIRPathParser import FHIRPathParser

from smartforms.engine.bounds import Reason, Refused
from smartforms.engine.functions import FUNCTIONS, PLAIN_MEMBERS

LONGEST = 4_000  # letters
DEEPEST = 20  # brackets in brackets
MOST = 600  # words and signs


class _Strict(ErrorListener):
    """fhirpathpy's own reading passes over what it does not understand."""

    def syntaxError(self, _recognizer, _symbol, line, column, message, _error):
        raise Refused(Reason.UNREADABLE, f"{line}:{column} {message}")


@lru_cache(maxsize=512)
def read(text: str) -> dict | Refused:
    """The tree of a formula, or why there is none. Formulas come back with every form; each is read once."""
    try:
        return _tree(text)
    except Refused as refusal:
        return refusal.with_traceback(None)  # it is kept, and must keep nothing else alive
    except Exception as error:  # whatever the generated parser trips over
        return Refused(Reason.UNREADABLE, type(error).__name__)


def _tree(text: str) -> dict:
    if len(text) > LONGEST:
        raise Refused(Reason.TOO_LONG, f"{len(text)} letters")
    lexer = FHIRPathLexer(InputStream(text))
    parser = FHIRPathParser(_measured(lexer))
    for reader in (lexer, parser):
        reader.removeErrorListeners()
        reader.addErrorListener(_Strict())
    walked = ASTPathListener()
    expression = parser.expression()
    if parser.getCurrentToken().type != -1:
        raise Refused(Reason.UNREADABLE, f"“{parser.getCurrentToken().text}” is left over")
    ParseTreeWalker().walk(walked, expression)
    (tree,) = walked.parentStack[0]["children"]
    if unknown := sorted(set(_called(tree)) - FUNCTIONS.keys()):
        raise Refused(Reason.UNKNOWN_FUNCTION, unknown[0])
    for node in nodes(tree):
        _part(node)
        _shorten(node)
    return tree


def _measured(lexer) -> CommonTokenStream:
    """The words of a formula, counted before the costly part of reading begins."""
    lexer.removeErrorListeners()
    lexer.addErrorListener(_Strict())
    stream = CommonTokenStream(lexer)
    stream.fill()
    if len(stream.tokens) > MOST:
        raise Refused(Reason.TOO_MANY_OPERATIONS, f"{len(stream.tokens)} words and signs")
    depth = deepest = 0
    for token in stream.tokens:
        depth += (token.text in "([{") - (token.text in ")]}")
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise Refused(Reason.TOO_DEEP, f"{deepest} brackets deep")
    return stream


def nodes(tree: dict):
    """Every part of a formula."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.get("children", ())


def _called(tree: dict):
    """The names of the functions a formula calls."""
    return (node["children"][0]["text"] for node in nodes(tree) if node["type"] == "Functn")


def _part(node: dict) -> None:
    """Turn `where(a and b)` into `where(a).where(b)`, which is the same: then `a` alone can be one call."""
    match node:
        case {
            "type": "InvocationExpression",
            "children": [
                before,
                {"children": [{"type": "Functn", "children": [{"text": "where"}, given]}]} as called,
            ],
        } if given["children"][0]["type"] == "AndExpression":
            if any(part["type"] == "IndexInvocation" for part in nodes(given)):
                return  # $index counts what `a` has left over
            first, second = given["children"][0]["children"]
            earlier = {**node, "children": [before, _where(called, first)]}
            node["children"] = [earlier, _where(called, second)]


def _where(called: dict, condition: dict) -> dict:
    """The same call of where() with another condition."""
    (functn,) = called["children"]
    name, given = functn["children"]
    return {**called, "children": [{**functn, "children": [{**name}, {**given, "children": [condition]}]}]}


def _shorten(node: dict) -> None:
    """Turn `where(linkId = 'x')` into one call: asked of each of 3,000 nodes, the formula inside costs 100 ms.

    The same for `where(linkId.startsWith('x'))`.
    """
    match node:
        case {
            "type": "Functn",
            "children": [
                {"text": "where"} as name,
                {
                    "children": [{"type": "EqualityExpression", "terminalNodeText": ["="], "children": sides}]
                } as given,
            ],
        }:
            member, text = sides
            is_text = member.get("text") in PLAIN_MEMBERS and text.get("text", "").startswith("'")
            if is_text and text["type"] == "TermExpression":
                name["text"] = f"where {member['text']}"
                given["children"] = [text]
        case {
            "type": "Functn",
            "children": [
                {"text": "where"} as name,
                {
                    "children": [{"type": "InvocationExpression", "children": [{"text": "linkId"}, called]}]
                } as given,
            ],
        }:
            match called["children"][0]:
                case {"type": "Functn", "children": [{"text": "startsWith"}, {"children": [text]}]}:
                    if text.get("text", "").startswith("'") and text["type"] == "TermExpression":
                        name["text"] = "where linkId startsWith"
                        given["children"] = [text]
