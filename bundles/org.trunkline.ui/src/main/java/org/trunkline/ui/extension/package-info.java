/**
 * What the bundles of others implement to add parts to the desk: tabs, editor sections, tiles, actions and sources of
 * contacts. Each is named in an extension of its bundle's {@code plugin.xml}; the points are described in
 * {@code schema/*.exsd}.
 *
 * <p>A part that throws shows its error in its own place, with the name of its bundle. A part that holds the UI thread for
 * longer than 500 ms is named in the log and in the area <i>Plug-ins</i>.
 */
@NullMarked
package org.trunkline.ui.extension;

import org.jspecify.annotations.NullMarked;
