import { Component, onWillStart, useState } from "@odoo/owl";

import { Dialog } from "@web/core/dialog/dialog";
import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { useService } from "@web/core/utils/hooks";

/** No scripts, no forms, no origin: links open a page of their own. */
export const SANDBOX = "allow-popups allow-popups-to-escape-sandbox";

/**
 * The whole mail as it came: in a frame without scripts and without an origin.
 *
 * @typedef {Object} Props
 * @property {number} indexId
 * @property {boolean} pictures from elsewhere, shown at once
 * @property {() => void} close
 * @extends {Component<Props, Env>}
 */
export class FullMailDialog extends Component {
    static template = "mail_switchboard.FullMailDialog";
    static components = { Dialog };
    static props = ["indexId", "pictures", "close"];

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.state = useState({ mail: {}, pictures: this.props.pictures, view: "mail" });
        onWillStart(async () => {
            const mail = await this.orm.call("switchboard.message", "get_original", [
                [this.props.indexId],
            ]);
            this.state.mail = mail;
            this.state.pictures ||= mail.pictures;
        });
    }

    get sandbox() {
        return SANDBOX;
    }

    get url() {
        return `/mail_switchboard/message/${this.props.indexId}`;
    }

    get frameUrl() {
        return `${this.url}?pictures=${this.state.pictures ? 1 : 0}`;
    }

    get date() {
        return (
            this.state.mail.date &&
            toLocaleDateTimeString(deserializeDateTime(this.state.mail.date))
        );
    }

    async rememberPictures() {
        this.state.pictures = true;
        this.state.mail.pictures = true;
        await this.orm.call("switchboard.message", "set_pictures", [[this.props.indexId], true]);
    }

    async forgetPictures() {
        this.state.pictures = false;
        this.state.mail.pictures = false;
        await this.orm.call("switchboard.message", "set_pictures", [[this.props.indexId], false]);
    }
}
