import { Component } from "@odoo/owl";

import { Dialog } from "@web/core/dialog/dialog";
import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

/**
 * Shows what others wrote since a draft was begun, before it is sent.
 *
 * @typedef {Object} Props
 * @property {{index_id: number, who: string, direction: string, date: string,
 *     subject: string, snippet: string}[]} news
 * @property {() => void} onConfirm
 * @property {() => void} close
 * @extends {Component<Props, Env>}
 */
export class CollisionDialog extends Component {
    static template = "mail_switchboard.CollisionDialog";
    static components = { Dialog };
    static props = ["news", "onConfirm", "close"];

    get title() {
        return this.props.news.some(({ direction }) => direction === "out")
            ? _t("A colleague has answered in the meantime")
            : _t("The customer has written in the meantime");
    }

    formatTime(date) {
        return toLocaleDateTimeString(deserializeDateTime(date));
    }

    sendAnyway() {
        this.props.onConfirm();
        this.props.close();
    }
}
