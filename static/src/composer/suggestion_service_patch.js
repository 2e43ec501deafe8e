import { SuggestionService } from "@mail/core/common/suggestion_service";
import "@mail/discuss/core/common/suggestion_service_patch";

import { patch } from "@web/core/utils/patch";

/** Mentions, channels and commands mean nothing to who reads the email. */
const INTERNAL_DELIMITERS = ["@", "#", "/"];

patch(SuggestionService.prototype, {
    getSupportedDelimiters(thread) {
        const delimiters = super.getSupportedDelimiters(...arguments);
        return thread?.isSwitchboard
            ? delimiters.filter(([delimiter]) => !INTERNAL_DELIMITERS.includes(delimiter))
            : delimiters;
    },
});
