import { Component, useEffect, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/**
 * Which colleagues have the conversation open, and who of them writes.
 *
 * @typedef {Object} Props
 * @property {import("models").Thread} thread
 * @extends {Component<Props, Env>}
 */
export class WhoIsHere extends Component {
    static template = "mail_switchboard.WhoIsHere";
    static props = ["thread"];

    setup() {
        super.setup();
        this.presence = useService("switchboard.presence");
        this.state = useState(this.presence.state);
        useEffect(
            (id) => {
                this.presence.enter(id);
                return () => this.presence.leave(id);
            },
            () => [this.props.thread.id]
        );
    }

    get colleagues() {
        return this.presence.colleagues(this.props.thread.id, this.state);
    }

    get isTyping() {
        return this.colleagues.some(({ isTyping }) => isTyping);
    }

    get text() {
        const typing = this.colleagues.filter(({ isTyping }) => isTyping);
        const names = (typing.length ? typing : this.colleagues).map(({ name }) => name).join(", ");
        if (typing.length) {
            return typing.length > 1
                ? _t("%(names)s are answering", { names })
                : _t("%(names)s is answering", { names });
        }
        return this.colleagues.length > 1
            ? _t("%(names)s have it open", { names })
            : _t("%(names)s has it open", { names });
    }
}
