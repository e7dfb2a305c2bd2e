package org.trunkline.ui.cdr.internal.open;

import org.trunkline.ui.cdr.internal.query.SearchTrail.Place;

/** The view that shows the calls of a place: a query and a time range. */
public interface SearchPlace {
    void show(Place place);
}
