/** Conference rooms: a kind of entry, and the application that answers their numbers. */
@NullMarked
package org.trunkline.apps.conference.internal;

import org.jspecify.annotations.NullMarked;
