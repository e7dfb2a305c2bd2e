@NullMarked
package org.trunkline.ui.quality.internal;

import org.jspecify.annotations.NullMarked;
