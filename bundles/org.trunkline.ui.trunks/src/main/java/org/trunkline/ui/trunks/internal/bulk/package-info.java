/** Many entries at once, all or none. */
@NullMarked
package org.trunkline.ui.trunks.internal.bulk;

import org.jspecify.annotations.NullMarked;
