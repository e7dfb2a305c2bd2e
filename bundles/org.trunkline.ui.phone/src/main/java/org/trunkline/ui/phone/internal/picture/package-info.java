/** Pictures of files and callers, made small. */
@NullMarked
package org.trunkline.ui.phone.internal.picture;

import org.jspecify.annotations.NullMarked;
