import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const OPEN = [
    {
        trigger: ".o-mail-DiscussSidebar-item:contains('Maria Silva')",
        run: "click",
    },
    {
        trigger: ".o-mail-switchboard-ConversationLinks button[name=crm_menu]",
        run: "click",
    },
];

/** One click makes a contact of a stranger, with the name of the mail's header. */
tours.add("mail_switchboard_create_contact", {
    steps: () => [
        ...OPEN,
        { trigger: ".o-switchboard-create-contact", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=name] :value('Maria Silva')" },
        { trigger: ".o_form_view .nav-link[name=switchboard_messages]:contains('(1)')" },
    ],
});

/** One click makes a deal with the text of the mail; its flag stands in the head. */
tours.add("mail_switchboard_create_deal", {
    steps: () => [
        ...OPEN,
        { trigger: ".o-switchboard-create-deal", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=name] :value('New roof')" },
        { trigger: ".o_form_view .o_field_widget[name=partner_id]:has(:value('Maria Silva'))" },
        { trigger: ".o_form_view .o_field_widget[name=description]:contains('twelve kW')" },
        { trigger: ".o_form_view .nav-link[name=switchboard_messages]:contains('(1)')" },
        { trigger: ".breadcrumb-item a, .o_back_button", run: "click" },
        { trigger: ".o-mail-switchboard-ConversationLinks [name=deal]:contains('New roof')" },
    ],
});

/** The owner hides one conversation from colleagues. */
tours.add("mail_switchboard_hide_conversation", {
    steps: () => [
        OPEN[0],
        {
            trigger: ".o-mail-switchboard-ConversationLinks button[name=sharing]",
            run: "click",
        },
        { trigger: "[data-level=hidden]", run: "click" },
        { trigger: ".o-mail-switchboard-ConversationLinks .fa-eye-slash" },
    ],
});
