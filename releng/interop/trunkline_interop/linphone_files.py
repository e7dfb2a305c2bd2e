"""Sends or takes one file by a text message, as Linphone's library does: linphone_files.py CONFIG (send=FILE to=URI | fetch=FILE)."""
import ctypes
import os
import sys
import time

REGISTERED = 2
MESSAGES = 4
"""Level of its log."""
DELIVERED, NOT_DELIVERED, FAILED, DONE, DELIVERED_TO_USER, DISPLAYED = 2, 3, 4, 5, 6, 7
"""States of a message, of its enumeration."""
ARRIVED = DELIVERED, DELIVERED_TO_USER, DISPLAYED
POINTERS = ("factory_get", "factory_create_core_3", "core_get_default_proxy_config", "core_get_chat_room_from_uri", "core_create_content",
            "chat_room_create_file_transfer_message", "core_get_chat_rooms", "chat_room_get_history", "chat_message_get_file_transfer_information")


class Library:
    def __init__(self):
        self.linphone = ctypes.CDLL("liblinphone.so.10")
        self.lists = ctypes.CDLL("libbctoolbox.so.1")
        self.lists.bctbx_list_nth_data.restype = ctypes.c_void_p

    def __getattr__(self, name):
        function = getattr(self.linphone, "linphone_" + name)
        if name in POINTERS:
            function.restype = ctypes.c_void_p
        if name == "content_get_name":
            function.restype = ctypes.c_char_p
        return lambda *arguments: function(*(ctypes.c_void_p(each) if isinstance(each, int) and each > 1 << 16 else each for each in arguments))

    def each(self, items):
        items = ctypes.c_void_p(items)
        return [self.lists.bctbx_list_nth_data(items, i) for i in range(self.lists.bctbx_list_size(items))]


def main():
    lib = Library()
    lib.core_set_log_level(MESSAGES)
    how = dict(each.split("=", 1) for each in sys.argv[2:])
    core = lib.factory_create_core_3(lib.factory_get(), sys.argv[1].encode(), None, None)
    lib.core_start(core)
    end = time.monotonic() + 60

    def wait(condition):
        while time.monotonic() < end:
            lib.core_iterate(core)
            if found := condition():
                return found
            time.sleep(0.02)
        raise SystemExit("it took too long")
    wait(lambda: lib.proxy_config_get_state(lib.core_get_default_proxy_config(core)) == REGISTERED)
    if "send" in how:
        content = lib.core_create_content(core)
        lib.content_set_type(content, b"text")
        lib.content_set_subtype(content, b"plain")
        lib.content_set_name(content, os.path.basename(how["send"]).encode())
        lib.content_set_size(content, ctypes.c_size_t(os.path.getsize(how["send"])))
        lib.content_set_file_path(content, how["send"].encode())
        message = lib.chat_room_create_file_transfer_message(lib.core_get_chat_room_from_uri(core, how["to"].encode()), content)
        lib.chat_message_send(message)
        state = wait(lambda: (now := lib.chat_message_get_state(message)) in (*ARRIVED, NOT_DELIVERED, FAILED) and now)
        print("delivered" if state in ARRIVED else f"not delivered ({state})")
        return

    def came():
        for room in lib.each(lib.core_get_chat_rooms(core)):
            for message in lib.each(lib.chat_room_get_history(room, 0)):
                if content := lib.chat_message_get_file_transfer_information(message):
                    return message, content
        return None
    message, content = wait(came)
    name = lib.content_get_name(content).decode()
    lib.content_set_file_path(content, how["fetch"].encode())
    lib.chat_message_download_content(message, content)
    wait(lambda: lib.chat_message_get_state(message) in (DONE, FAILED) or os.path.exists(how["fetch"]) and os.path.getsize(how["fetch"]) == size_of(lib, content))
    print("fetched " + name)


def size_of(lib, content):
    lib.linphone.linphone_content_get_file_size.restype = ctypes.c_size_t
    return lib.content_get_file_size(content)


main()
ctypes.CDLL(None).fflush(None)  # its log first
sys.stdout.flush()
os._exit(0)  # its threads have nothing more to say
