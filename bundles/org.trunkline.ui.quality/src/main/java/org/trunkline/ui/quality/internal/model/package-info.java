@NullMarked
package org.trunkline.ui.quality.internal.model;

import org.jspecify.annotations.NullMarked;
