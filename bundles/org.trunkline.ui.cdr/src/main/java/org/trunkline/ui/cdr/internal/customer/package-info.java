/** Case files for customers: the question where to and in which language. */
@org.jspecify.annotations.NullMarked
package org.trunkline.ui.cdr.internal.customer;
