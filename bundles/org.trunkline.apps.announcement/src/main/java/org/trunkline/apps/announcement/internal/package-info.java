/** What callers of unassigned numbers hear. */
@NullMarked
package org.trunkline.apps.announcement.internal;

import org.jspecify.annotations.NullMarked;
