@NullMarked
package org.trunkline.ui.internal.search;

import org.jspecify.annotations.NullMarked;
