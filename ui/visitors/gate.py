"""The way in: a sign-in page where the operator asks for it, a plain word for who is not on the list; the way out."""

import logging

import streamlit as st

from retrieval.library.library import Library
from retrieval.store.audit_log import acting_as
from settings import APPLICATION, SettingsError
from ui.parts.words import label, show_words
from ui.visitors.identity import NotAllowed, User, access_in_force, current_user


def admit() -> User | None:
    """Return who comes in; draw the way in, and return None, where nobody does yet."""
    try:
        return current_user()
    except SettingsError as error:
        # The reader is told nothing of the operator's file; nobody comes in until it is mended.
        logging.getLogger(APPLICATION).error("nobody can sign in: %s", error)
        st.error("Nobody can sign in just now. Please tell who runs these pages.", icon=":material/error:")
        return None
    except NotAllowed as error:
        st.title("Inspection reports", anchor=False)
        if st.user.is_logged_in:
            st.error(label(f"{error.message} {error.remedy}"), icon=":material/block:")
            st.button("Sign out", on_click=st.logout)
        else:
            show_words("Ask published inspection reports a question, and get the paragraph to quote. Please sign in.")
            st.button("Sign in", type="primary", icon=":material/login:", on_click=st.login)
        return None


def record_entry(library: Library, user: User) -> None:
    """Note in the audit log, once a visit, who signed in."""
    if access_in_force() is None or st.session_state.get("entered") == user.id:
        return
    with acting_as(user.id):
        library.audit.record("signed_in", user.id, user.role)
    st.session_state["entered"] = user.id


def show_way_out(user: User) -> None:
    """Say who is signed in, and let them sign out."""
    if access_in_force() is None:
        return
    with st.sidebar:
        show_words(f"Signed in as {user.name} ({user.role})", style="quiet")
        st.button("Sign out", icon=":material/logout:", on_click=st.logout, key="sign-out")
