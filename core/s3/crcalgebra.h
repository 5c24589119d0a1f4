// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// Arithmetic on the polynomials behind reflected CRCs, by which the CRCs of parts become the CRC of the object and fold constants are derived.

#include <QtGlobal>

namespace s3 {

// A reflected CRC of `width` bits: the highest bit of a value is the coefficient of x^0, and `polynomial` leaves out x^width.
struct CrcAlgebra {
    quint64 polynomial = 0;
    int width = 0;

    constexpr quint64 one() const { return quint64(1) << (width - 1); }

    constexpr quint64 multiplied(quint64 a, quint64 b) const
    {
        quint64 product = 0;
        for (quint64 bit = one(); bit != 0; bit >>= 1) {
            if (a & bit)
                product ^= b;
            b = (b & 1) ? (b >> 1) ^ polynomial : b >> 1;
        }
        return product;
    }

    // x^exponent modulo the polynomial, by squaring: 64 rounds at most, whatever the exponent.
    constexpr quint64 powerOfX(quint64 exponent) const
    {
        quint64 result = one();
        for (quint64 square = one() >> 1; exponent != 0; exponent >>= 1) {
            if (exponent & 1)
                result = multiplied(result, square);
            square = multiplied(square, square);
        }
        return result;
    }

    // CRC(A ++ B): A's remainder is moved past B's bits. It holds for CRCs that begin and end with all ones, where the two inversions cancel.
    constexpr quint64 combined(quint64 crcOfA, quint64 crcOfB, quint64 bytesOfB) const
    {
        // 8 * bytesOfB would overflow from 2^61 bytes on, so the cube of doublings is done on the power instead.
        quint64 shift = powerOfX(bytesOfB);
        for (int doubling = 0; doubling < 3; ++doubling)
            shift = multiplied(shift, shift);
        return multiplied(crcOfA, shift) ^ crcOfB;
    }
};

inline constexpr CrcAlgebra crc32Algebra{0xedb88320, 32};
inline constexpr CrcAlgebra crc32cAlgebra{0x82f63b78, 32};
inline constexpr CrcAlgebra crc64NvmeAlgebra{0x9a6c9329ac4bc9b5, 64}; // NVM Express NVM Command Set 1.0d, section 5.2.1.3.4

} // namespace s3
