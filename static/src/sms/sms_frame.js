import { rpc } from "@web/core/network/rpc";

/**
 * What an SMS from a line will have around its text, and who gets it.
 *
 * @param {number} line_id
 * @param {{model: string, id: number}} [thread] the record it is written on
 * @returns {Promise<{signature: string, to: string, problem: string}>}
 */
export async function fetchSmsFrame(line_id, thread) {
    return rpc(
        "/mail_switchboard/sms/frame",
        { line_id, model: thread?.model, res_id: thread?.id },
        { silent: true }
    );
}
