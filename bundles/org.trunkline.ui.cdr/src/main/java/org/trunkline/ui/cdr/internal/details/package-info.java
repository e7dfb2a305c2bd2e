@NullMarked
package org.trunkline.ui.cdr.internal.details;

import org.jspecify.annotations.NullMarked;
