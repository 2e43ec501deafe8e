import { _t } from "@web/core/l10n/translation";

const { DateTime } = luxon;

/**
 * How long ago something was, as short as it can be said.
 *
 * @param {luxon.DateTime} date
 * @returns {string} "5 min", "3 h", "12 d"
 */
export function ageText(date) {
    const minutes = Math.max(Math.floor(DateTime.now().diff(date, "minutes").minutes), 0);
    if (minutes < 60) {
        return _t("%(minutes)s min", { minutes });
    }
    const hours = Math.floor(minutes / 60);
    if (hours < 48) {
        return _t("%(hours)s h", { hours });
    }
    return _t("%(days)s d", { days: Math.floor(hours / 24) });
}
