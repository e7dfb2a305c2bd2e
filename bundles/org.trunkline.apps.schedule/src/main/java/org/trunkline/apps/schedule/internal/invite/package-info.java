/** Invitations to scheduled calls: iCalendar by mail. */
@NullMarked
package org.trunkline.apps.schedule.internal.invite;

import org.jspecify.annotations.NullMarked;
