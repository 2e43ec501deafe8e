import { _t } from "@web/core/l10n/translation";

const { DateTime } = luxon;

const ICONS = {
    queued: "fa fa-clock-o text-muted",
    sending: "fa fa-paper-plane-o text-muted",
    sent: "fa fa-check text-success",
    failed: "fa fa-exclamation-triangle text-danger",
    in_doubt: "fa fa-question-circle text-warning",
    stopped: "fa fa-ban text-muted",
};

/** @param {import("models").Message} message */
export function stateIcon(message) {
    return ICONS[message.switchboard_state];
}

/**
 * @param {luxon.DateTime} sendAt
 * @returns {string} "14:02:13", or with the day when it is not today
 */
function formatSendAt(sendAt) {
    return sendAt.toLocaleString(
        sendAt.hasSame(DateTime.now(), "day") ? DateTime.TIME_WITH_SECONDS : DateTime.DATETIME_MED
    );
}

/**
 * Seconds left, a date when that is far off, nothing in other states.
 *
 * @param {import("models").Message} message
 */
export function countdownText(message) {
    const left = message.switchboardMillisecondsLeft;
    if (message.switchboard_state !== "queued" || left === undefined) {
        return "";
    }
    const seconds = Math.max(Math.ceil(left / 1000), 0);
    // 120 seconds is the longest time to stop a message
    return seconds <= 120
        ? _t("%(seconds)s s", { seconds })
        : formatSendAt(message.switchboard_send_at);
}

/**
 * The whole sentence: title and screen reader.
 *
 * @param {import("models").Message} message
 */
export function stateSentence(message) {
    const error = message.switchboard_error;
    switch (message.switchboard_state) {
        case "queued":
            return message.switchboard_send_at
                ? _t("Waiting to be sent: it leaves at %(time)s.", {
                      time: formatSendAt(message.switchboard_send_at),
                  })
                : _t("Waiting to be sent.");
        case "sending":
            return _t("It is being sent now.");
        case "sent":
            return _t("Sent.");
        case "failed":
            return error ? _t("Not sent: %(error)s", { error }) : _t("Not sent.");
        case "in_doubt":
            return error
                ? _t("It may or may not have been sent: %(error)s", { error })
                : _t("It may or may not have been sent.");
        case "stopped":
            return _t("Stopped: it was not sent.");
        default:
            return "";
    }
}
