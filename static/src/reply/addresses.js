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
