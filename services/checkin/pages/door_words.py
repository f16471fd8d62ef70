"""Every sentence of the scanner page, by the name that the page's own code gives it."""

from typing import Final

from shared.kernel.words import N_

DOOR_WORDS: Final = {
    "title": N_("The door"),
    "opening": N_("Preparing the door…"),
    # Opening the door
    "open_title": N_("Open a door"),
    "open_lead": N_("Choose what this device welcomes people to. It then works by itself, even when the network goes."),
    "choose_session": N_("Activity and group"),
    "device_label": N_("Name of this door"),
    "device_label_hint": N_(
        "For example: north door. Other doors will show it when a ticket has already been read here."
    ),
    "default_label": N_("Main door"),
    "open": N_("Open the door"),
    "sign_in_first": N_("This page is for the people who work at the door. Sign in, and you will come back here."),
    "sign_in": N_("Sign in"),
    "not_your_role": N_("Your account does not open doors. Ask an organizer to sign in on this device."),
    "no_sessions": N_("No activity takes place today or in the coming days: there is no door to open."),
    "open_offline": N_("The site cannot be reached. Check the network of this device, then try again."),
    "try_again": N_("Try again"),
    "door_over": N_("This door was closed. Open it again to go on: nothing that was read is lost."),
    "no_storage": N_(
        "This browser keeps nothing on the device (private window?). Open the page in an ordinary window."
    ),
    # The verdicts: one word, then what to do
    "welcome": N_("Welcome"),
    "welcome_next": N_("Let the person in."),
    "already_in": N_("Already scanned"),
    "already_in_next": N_("This ticket was scanned %(when)s. Check the name; if it is the same person, let them in."),
    "waitlisted": N_("Waiting list"),
    "waitlisted_next": N_("No place yet. Send the person to the welcome desk."),
    "cancelled": N_("Cancelled"),
    "cancelled_next": N_("This registration was cancelled. Send the person to the welcome desk."),
    "another_event": N_("Other activity"),
    "another_event_next": N_("This ticket is not for this door. Send the person to the welcome desk."),
    "another_event_where": N_("This ticket is for: %(where)s. Send the person to the welcome desk."),
    "not_a_ticket": N_("Not a ticket"),
    "not_a_ticket_next": N_("This code is not one of ours. Ask for the code in the confirmation email."),
    "not_a_ticket_typed": N_("A reference number has eight characters, as in K7M4-2QXD. Check it and type it again."),
    "unknown": N_("Unknown"),
    "unknown_next": N_("This ticket is not on the list. Send the person to the welcome desk."),
    "replaced": N_("Replaced"),
    "replaced_next": N_("A newer ticket exists. Ask for the last email received."),
    "checking": N_("Checking…"),
    "checking_next": N_("One moment."),
    "walked_in": N_("Noted"),
    "walked_in_next": N_("The entry will be checked when the network is back. Let the person in."),
    "walk_in_refused": N_("Not noted"),
    "undone": N_("Taken back"),
    "undone_next": N_("This entry no longer counts. The ticket can be read again."),
    "read_at": N_("at %(time)s"),
    "read_on": N_("on %(day)s at %(time)s"),
    "read_where": N_("%(when)s, %(where)s"),
    "next": N_("Continue"),
    # Kinds of tickets
    "member": N_("Member"),
    "guest": N_("Guest"),
    "dignitary": N_("Dignitary"),
    "partner": N_("Partner"),
    # The camera
    "aim": N_("Show the QR code to the camera"),
    "camera_starting": N_("The camera is starting…"),
    "camera_refused": N_("Camera access is refused"),
    "camera_refused_next": N_(
        "Allow it in the browser's settings for this site (the padlock beside the address), then try again. "
        "You can type the reference number meanwhile."
    ),
    "camera_absent": N_("No camera on this device"),
    "camera_absent_next": N_("Type the reference number below, or use a scanner that types."),
    "camera_busy": N_("The camera does not answer"),
    "camera_busy_next": N_(
        "Another application may be using it. Close it, then try again. You can type the reference number meanwhile."
    ),
    "camera_lost": N_("The camera has stopped"),
    "camera_lost_next": N_("Try again. You can type the reference number meanwhile."),
    "camera_insecure": N_("The camera needs a secure address"),
    "camera_insecure_next": N_("Open this page by its https address. You can type the reference number meanwhile."),
    "camera_no-decoder": N_("QR codes cannot be read here"),
    "camera_no-decoder_next": N_(
        "The reader of QR codes is not installed on this site. Type the reference number and tell the person in charge."
    ),
    # Controls
    "code": N_("Reference number"),
    "check": N_("Check"),
    "names": N_("By name"),
    "walk_in": N_("No ticket"),
    "undo": N_("Take back"),
    "sound": N_("Sound"),
    "sound_on": N_("Sound on"),
    "sound_off": N_("Sound off"),
    "menu": N_("Menu"),
    "close": N_("Close"),
    "names_title": N_("Find somebody by name"),
    "name": N_("Name"),
    "name_hint": N_("Given name or family name, from two letters on. Accents do not matter."),
    "names_found": N_("People found: %(count)s"),
    "names_many": N_("People found: %(count)s. Here are the first %(shown)s: type more letters."),
    "names_none": N_(
        "Nobody on this door's list has this name. Try a part of it, or send the person to the welcome desk."
    ),
    "names_no_list": N_("The list is not on this device yet. It comes as soon as the network is there."),
    "names_reference": N_("number ending in %(end)s"),
    "confirmed": N_("Place confirmed"),
    "walk_in_title": N_("A member without a ticket"),
    "member_number": N_("Member number"),
    "member_number_hint": N_("The entry is noted even without a registration."),
    "note_entry": N_("Note the entry"),
    "nothing_to_undo": N_("No entry to take back."),
    # State
    "present": N_("Present"),
    "online": N_("Online"),
    "offline": N_("Offline"),
    "all_sent": N_("All sent"),
    "to_send": N_("To send: %(count)s"),
    "offline_next": N_("No network: go on, everything is kept here."),
    "roster_at": N_("List of %(time)s: %(count)s tickets"),
    "corrected": N_("%(name)s: after checking, %(verdict)s."),
    "refused_deeds": N_("Refused by the site: %(count)s. Tell the person in charge; they are kept on this device."),
    "not_kept": N_("This device could not keep the last reading. Write the name down and open the door again."),
    "new_version": N_("A new version of this page is ready."),
    "reload": N_("Update"),
    "change_session": N_("Change activity"),
    "privacy": N_("Personal information"),
    "privacy_next": N_(
        "This device keeps names, kinds of tickets and states. "
        "They are erased when the page opens after the door has closed."
    ),
    "help": N_("Need help?"),
    "iphone": N_(
        "On an iPhone or iPad: add this page to the home screen, "
        "or the system may erase what it keeps after seven days. These devices do not vibrate."
    ),
    "needs_script": N_(
        "The scanner needs JavaScript. Allow it for this site, or note the entries on the printed list."
    ),
}
