import { Message } from "@mail/core/common/message";
import { ConfirmStranger } from "@mail_switchboard/threading/confirm_stranger";
import "@mail_switchboard/message/message_patch";

Message.components = { ...Message.components, ConfirmStranger };
