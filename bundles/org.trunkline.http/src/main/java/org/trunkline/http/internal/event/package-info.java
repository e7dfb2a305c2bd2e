/** The event stream of the admin API. */
@NullMarked
package org.trunkline.http.internal.event;

import org.jspecify.annotations.NullMarked;
