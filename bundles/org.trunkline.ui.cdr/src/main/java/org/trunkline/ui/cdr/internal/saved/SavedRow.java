package org.trunkline.ui.cdr.internal.saved;

import java.util.Optional;

import org.trunkline.api.alert.AlertStatus;
import org.trunkline.domain.config.SavedSearch;

/** A saved search with how its alert stands, where it is one and watches. */
record SavedRow(SavedSearch search, Optional<AlertStatus> alert) {}
