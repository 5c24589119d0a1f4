// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "s3/crc64nvme.h"

#include "s3/crcalgebra.h"

#include <QtEndian>

#include <array>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace s3 {
namespace {

using Table = std::array<std::array<quint64, 256>, 8>;

// table[k][b] is the remainder of byte b followed by k zero bytes, so that eight bytes are looked up at once.
constexpr Table slicingTable()
{
    Table table{};
    for (quint64 byte = 0; byte < 256; ++byte) {
        quint64 remainder = byte;
        for (int bit = 0; bit < 8; ++bit)
            remainder = (remainder & 1) ? (remainder >> 1) ^ crc64NvmeAlgebra.polynomial : remainder >> 1;
        table[0][byte] = remainder;
    }
    for (std::size_t slice = 1; slice < 8; ++slice) {
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const quint64 before = table[slice - 1][byte];
            table[slice][byte] = (before >> 8) ^ table[0][before & 0xff];
        }
    }
    return table;
}

constexpr Table table = slicingTable();

// The register itself, without the inversions at both ends.
quint64 advanced(quint64 state, const uchar *bytes, qsizetype count)
{
    for (; count >= 8; bytes += 8, count -= 8) {
        state ^= qFromLittleEndian<quint64>(bytes);
        state = table[7][state & 0xff] ^ table[6][(state >> 8) & 0xff] ^ table[5][(state >> 16) & 0xff] ^ table[4][(state >> 24) & 0xff] ^
                table[3][(state >> 32) & 0xff] ^ table[2][(state >> 40) & 0xff] ^ table[1][(state >> 48) & 0xff] ^ table[0][state >> 56];
    }
    for (; count > 0; ++bytes, --count)
        state = (state >> 8) ^ table[0][(state ^ *bytes) & 0xff];
    return state;
}

#if defined(__x86_64__)

// A register of 128 reflected bits is lo * x^64 + hi, and a carry-less product of two reflected halves comes out multiplied by x:
// so moving it on by `bits` takes x^(bits+63) for the low half and x^(bits-1) for the high one.
struct FoldConstants {
    quint64 forLow;
    quint64 forHigh;
};

constexpr FoldConstants foldBy(quint64 bits)
{
    return {crc64NvmeAlgebra.powerOfX(bits + 63), crc64NvmeAlgebra.powerOfX(bits - 1)};
}

constexpr FoldConstants byOne = foldBy(128);
constexpr FoldConstants byFour = foldBy(512);

__attribute__((target("pclmul,sse2"))) inline __m128i loaded(const uchar *bytes)
{
    return _mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes));
}

__attribute__((target("pclmul,sse2"))) inline __m128i folded(__m128i value, __m128i constants, __m128i next)
{
    const __m128i low = _mm_clmulepi64_si128(value, constants, 0x00);
    const __m128i high = _mm_clmulepi64_si128(value, constants, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

// Four registers side by side, since one product takes several cycles and four can be on their way at once.
__attribute__((target("pclmul,sse2"))) quint64 advancedByFold(quint64 state, const uchar *bytes, qsizetype count)
{
    if (count < 64)
        return advanced(state, bytes, count);

    __m128i first = _mm_xor_si128(loaded(bytes), _mm_cvtsi64_si128(static_cast<long long>(state)));
    __m128i second = loaded(bytes + 16);
    __m128i third = loaded(bytes + 32);
    __m128i fourth = loaded(bytes + 48);
    bytes += 64;
    count -= 64;

    const __m128i four = _mm_set_epi64x(static_cast<long long>(byFour.forHigh), static_cast<long long>(byFour.forLow));
    for (; count >= 64; bytes += 64, count -= 64) {
        first = folded(first, four, loaded(bytes));
        second = folded(second, four, loaded(bytes + 16));
        third = folded(third, four, loaded(bytes + 32));
        fourth = folded(fourth, four, loaded(bytes + 48));
    }

    const __m128i one = _mm_set_epi64x(static_cast<long long>(byOne.forHigh), static_cast<long long>(byOne.forLow));
    __m128i rest = folded(folded(folded(first, one, second), one, third), one, fourth);
    for (; count >= 16; bytes += 16, count -= 16)
        rest = folded(rest, one, loaded(bytes));

    // What is left has the remainder of everything so far: the table reduces it, which spares a Barrett reduction and its constants.
    alignas(16) uchar remaining[16];
    _mm_store_si128(reinterpret_cast<__m128i *>(remaining), rest);
    return advanced(advanced(0, remaining, 16), bytes, count);
}

#endif

const uchar *unsignedBytes(QByteArrayView bytes)
{
    return reinterpret_cast<const uchar *>(bytes.data());
}

} // namespace

quint64 crc64NvmeByTable(quint64 crc, QByteArrayView bytes)
{
    return ~advanced(~crc, unsignedBytes(bytes), bytes.size());
}

#if defined(__x86_64__)

bool crc64NvmeCanFold()
{
    static const bool can = __builtin_cpu_supports("pclmul");
    return can;
}

quint64 crc64NvmeByFold(quint64 crc, QByteArrayView bytes)
{
    return ~advancedByFold(~crc, unsignedBytes(bytes), bytes.size());
}

#else

bool crc64NvmeCanFold()
{
    return false;
}

quint64 crc64NvmeByFold(quint64 crc, QByteArrayView bytes)
{
    return crc64NvmeByTable(crc, bytes);
}

#endif

quint64 crc64Nvme(quint64 crc, QByteArrayView bytes)
{
    return crc64NvmeCanFold() ? crc64NvmeByFold(crc, bytes) : crc64NvmeByTable(crc, bytes);
}

} // namespace s3
