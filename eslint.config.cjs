// Odoo core's own rules (web/tooling and test_lint). CommonJS, because dev/lint keeps
// the packages outside the clone and only require() looks into NODE_PATH.
const js = require("@eslint/js");
const globals = require("globals");

const restrictedSyntax = [
    "error",
    "PrivateIdentifier",
    {
        selector:
            "ClassDeclaration[superClass.name='Component']:not(:has(ClassBody.body > PropertyDefinition[key.name='props'][static='true']))",
        message: "Component should declare static props",
    },
    {
        selector:
            "ClassDeclaration[superClass.name='Component']:not(:has(ClassBody.body > PropertyDefinition[key.name='template'][static='true']))",
        message: "Component should declare static template",
    },
    {
        selector: "CallExpression[callee.name='_t'] > :first-child[value=/(.*%s){2,}/]",
        message: "Usage of _t function with multiple unnamed placeholders",
    },
    {
        selector:
            "CallExpression[callee.property.name='add'][callee.object.property.name=/^notification(Service)?$/] > Literal:first-child",
        message: "A notification's text should be translated",
    },
];

module.exports = [
    { ignores: ["static/lib/**", "static/src/lib/**"] },
    js.configs.recommended,
    {
        files: ["static/**/*.js"],
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            globals: { ...globals.browser, odoo: "readonly", luxon: "readonly" },
        },
        rules: {
            "arrow-body-style": ["error", "as-needed"],
            curly: ["error", "all"],
            "no-restricted-globals": ["error", "event", "self"],
            "no-restricted-syntax": restrictedSyntax,
            "no-unused-vars": [
                "error",
                { vars: "all", args: "none", ignoreRestSiblings: false, caughtErrors: "all" },
            ],
            "prefer-const": ["error", { destructuring: "all", ignoreReadBeforeAssign: true }],
        },
    },
];
