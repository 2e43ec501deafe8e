import { Component, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useAutofocus } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

export const SEARCH_DELAY = 300;

/**
 * @typedef {Object} Props
 * @property {import("models").SwitchboardLine} line
 * @extends {Component<Props, Env>}
 */
export class LineSearchInput extends Component {
    static template = "mail_switchboard.LineSearchInput";
    static props = ["line"];

    setup() {
        super.setup();
        this.state = useState({ term: this.props.line.searchTerm });
        this.search = useDebounced(() => this.props.line.search(this.state.term), SEARCH_DELAY);
        useAutofocus();
    }

    /** What the list can be narrowed down to, beside what is typed. */
    get choices() {
        return [
            { value: "", label: _t("All") },
            { value: "unread", label: _t("Unread") },
            { value: "mine", label: _t("Mine") },
            { value: "unanswered", label: _t("Unanswered") },
        ];
    }

    /** @param {string} value */
    choose(value) {
        this.props.line.search(this.state.term, value || null);
    }

    get label() {
        return _t("Search the conversations of %(line)s", { line: this.props.line.name });
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.props.line.closeSearch();
        }
    }
}
