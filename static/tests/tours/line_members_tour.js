import { registry } from "@web/core/registry";

/** The owner makes a colleague a member of a shared mailbox. */
registry.category("web_tour.tours").add("mail_switchboard_line_members", {
    steps: () => [
        {
            trigger: ".o_form_view .o_notebook a[name=members]",
            run: "click",
        },
        {
            content: "Add a member",
            trigger: ".o_field_widget[name=grant_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=grant_ids] .o_selected_row [name=user_id] input",
            run: "edit Nick Nobody",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('Nick Nobody')",
            run: "click",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The member stands there with a level of his own",
            trigger:
                ".o_form_saved .o_field_widget[name=grant_ids] .o_data_row:contains('Nick Nobody'):contains('Send, own notifications')",
        },
    ],
});
