-- a copy of the database must not read or send anybody's mail
UPDATE switchboard_mailbox
   SET password_secret = NULL,
       smtp_password_secret = NULL;
DELETE FROM switchboard_oauth_token;
-- nor anybody's text messages
UPDATE switchboard_phone
   SET auth_token_secret = NULL,
       stored_key_secret = NULL;
UPDATE res_company
   SET switchboard_twilio_secret = NULL;
DELETE FROM switchboard_connect_phone;
DELETE FROM switchboard_connect_mailbox;
UPDATE switchboard_line
   SET state = 'disconnected',
       state_message = NULL
 WHERE state NOT IN ('draft', 'disconnected');
-- what waits to be sent stays where it is
UPDATE switchboard_outgoing
   SET state = 'stopped'
 WHERE state = 'queued';
-- the client of Google's and Microsoft's sign-in
DELETE FROM ir_config_parameter
 WHERE key IN ('google_gmail_client_secret', 'microsoft_outlook_client_secret');
-- all crons of this module, those of later versions as well
UPDATE ir_cron
   SET active = FALSE
 WHERE id IN (
    SELECT res_id
      FROM ir_model_data
     WHERE module = 'mail_switchboard' AND model = 'ir.cron'
);
