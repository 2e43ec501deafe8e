import { ComposerHeader } from "@mail_switchboard/composer/composer_header";

import { Component, markup, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { isHtmlEmpty } from "@web/core/utils/html";

const { DateTime } = luxon;

/**
 * What will be added to the mail, and when it leaves.
 *
 * @typedef {Object} Props
 * @property {import("models").Composer} composer
 * @extends {Component<Props, Env>}
 */
export class WritingNotes extends Component {
    static template = "mail_switchboard.WritingNotes";
    static props = ["composer"];

    setup() {
        super.setup();
        this.state = useState({ isOpen: false });
    }

    get line() {
        return this.props.composer.thread.switchboard_line_id;
    }

    get notes() {
        return this.line?.writingNotes;
    }

    get signature() {
        const html = this.notes?.signature || "";
        // markup: the server sanitized it when it was written
        return isHtmlEmpty(html) ? "" : markup(html);
    }

    get signatureText() {
        return this.notes?.signature_rule === "operator" ? _t("Your signature") : _t("Signature");
    }

    get leavesText() {
        const at = this.line?.leavesAbout;
        if (!at || at < DateTime.now()) {
            return "";
        }
        const isToday = at.hasSame(DateTime.now(), "day");
        return _t(
            "Leaves about %s",
            at.toLocaleString(DateTime[isToday ? "TIME_SIMPLE" : "DATETIME_MED"])
        );
    }

    get sizeText() {
        return this.props.composer.sizeComplaint;
    }
}

ComposerHeader.components = { ...ComposerHeader.components, WritingNotes };
