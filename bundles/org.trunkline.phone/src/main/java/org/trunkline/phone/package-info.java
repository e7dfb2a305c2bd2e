/** The softphone without a window: {@link org.trunkline.phone.Phone} and what it shows. */
package org.trunkline.phone;
