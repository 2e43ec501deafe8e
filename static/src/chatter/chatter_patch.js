import { Chatter } from "@mail/chatter/web_portal/chatter";
import { FromSelector } from "@mail_switchboard/chatter/from_selector";

Chatter.components = { ...Chatter.components, FromSelector };
