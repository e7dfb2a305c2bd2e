/** The video of calls as the desk knows it: what is sent and taken, and how good it is. */
@NullMarked
package org.trunkline.phone.internal.video;

import org.jspecify.annotations.NullMarked;
