/** What in a name would end the name. */
const SPECIAL = /[^\p{L}\p{N}\s._'-]/u;

/**
 * @param {{name?: string, email: string}[]} people
 * @returns {string} as one types it into a mail program
 */
export function writeAddresses(people) {
    return people
        .map(({ name, email }) => {
            if (!name || name === email) {
                return email;
            }
            const shown = SPECIAL.test(name) ? `"${name.replace(/["\\]/g, "")}"` : name;
            return `${shown} <${email}>`;
        })
        .join(", ");
}

const SEPARATOR = /[,;\n]/;
const NAMED = /^\s*"?(?<name>[^"<]*?)"?\s*<(?<email>[^<>]*)>\s*$/;
/** A name, an @ and a domain with a dot; the server looks more closely. */
const ADDRESS = /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@.<>(),;:"]{2,}$/u;

/**
 * @typedef {Object} TypedAddress
 * @property {string} name
 * @property {string} email
 * @property {boolean} isValid
 */

/** Cuts at separators, but neither within quotes nor within "<>". */
function cut(text) {
    const parts = [""];
    let isQuoted = false;
    for (const char of text) {
        if (char === '"') {
            isQuoted = !isQuoted;
        }
        if (SEPARATOR.test(char) && !isQuoted) {
            parts.push("");
        } else {
            parts[parts.length - 1] += char;
        }
    }
    return parts.map((part) => part.trim()).filter(Boolean);
}

/** Addresses with nothing but spaces between them, as they are pasted. */
function cutBareAddresses(part) {
    const words = part.split(/\s+/);
    return words.every((word) => ADDRESS.test(word)) ? words : [part];
}

/**
 * @param {string} text as one types or pastes it
 * @returns {TypedAddress[]} each address once; what is none stays in as it is
 */
export function splitAddresses(text) {
    const found = new Map();
    for (const part of cut(text || "").flatMap(cutBareAddresses)) {
        const { name, email } = part.match(NAMED)?.groups ?? { name: "", email: part };
        const key = email.trim().toLowerCase();
        if (!found.has(key)) {
            const isValid = ADDRESS.test(email.trim());
            found.set(key, { name: name.trim(), email: email.trim(), isValid });
        }
    }
    return [...found.values()];
}
