// No JavaScript function over 40 lines: file names on standard input, one problem a line.
import { readFileSync } from "node:fs";
import { parse } from "acorn";

const FUNCTION_LINES = 40;
const FUNCTIONS = new Set([
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
]);

/** Every node below this one, itself included. */
function* nodes(/** @type {any} */ node) {
  if (typeof node?.type === "string") yield node;
  for (const value of Object.values(node ?? {})) {
    if (value && typeof value === "object") yield* nodes(value);
  }
}

/** The function's lines, or 0 for a wrapper around a whole file, which is the file's own size. */
function lines(node, program) {
  const whole = program.body.length === 1 && program.body[0].type === "ExpressionStatement";
  if (whole && program.body[0].expression.callee === node) return 0;
  return node.loc.end.line - node.loc.start.line + 1;
}

/** The problems of one file. */
function* problems(path) {
  const program = parse(readFileSync(path, "utf8"), {
    ecmaVersion: "latest",
    sourceType: "module",
    allowHashBang: true,
    locations: true,
  });
  for (const node of nodes(program)) {
    if (FUNCTIONS.has(node.type) && lines(node, program) > FUNCTION_LINES) {
      yield `${path}:${node.loc.start.line}: ${lines(node, program)} lines, at most ${FUNCTION_LINES}`;
    }
  }
}

const paths = readFileSync(0, "utf8").split("\n").filter(Boolean);
const found = paths.flatMap((path) => [...problems(path)]);
for (const problem of found) console.log(problem);
process.exitCode = found.length ? 1 : 0;
