/** Base64 makes three bytes four, and a line break follows every 76 characters. */
const BASE64 = (4 / 3) * (78 / 76);
/** Headers, the text twice, the signature: more than they mostly take. */
const REST = 20 * 1024;

/**
 * @param {import("models").Attachment[]} attachments
 * @returns {number} about how many bytes a mail with these files has
 */
export function messageSize(attachments) {
    const files = attachments.reduce((sum, { file_size }) => sum + (file_size || 0), 0);
    return files ? Math.round(files * BASE64) + REST : 0;
}

/** @param {number} bytes */
export function megabytes(bytes) {
    return (bytes / 1024 / 1024).toFixed(1);
}
