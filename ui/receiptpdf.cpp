// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/receiptpdf.h"

#include "ui/formatting.h"
#include "ui/receipttext.h"

#include <QCoreApplication>
#include <QFontDatabase>
#include <QPainter>
#include <QPdfWriter>

#include <array>
#include <functional>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::ReceiptPdf)
};

// All lengths are points, 72 an inch.
constexpr int pointsPerInch = 72;
constexpr qreal margin = 48, footer = 30, nameWidth = 104, rowHeight = 14;
const QColor ink(0x1f2933), pale(0x5f6b78), line(0xdfe3e8);

QFont sized(QFont font, qreal points, QFont::Weight weight = QFont::Normal)
{
    font.setPointSizeF(points);
    font.setWeight(weight);
    return font;
}

// One thing that is not cut by the end of a page.
struct Block {
    qreal height = 0;
    std::function<void(QPainter &, const QRectF &)> draw;
    bool partRow = false; // wants the table's head above it
};

class Paper {
public:
    Paper(const upload::Receipt &receipt, QPdfWriter &writer)
        : m_receipt(receipt)
        , m_writer(writer)
        , m_painter(&writer)
        , m_scale(writer.logicalDpiX() / qreal(pointsPerInch))
    {
    }

    bool print()
    {
        if (!m_painter.isActive())
            return false;
        m_painter.scale(m_scale, m_scale);
        m_page = QRectF(QPointF(), QSizeF(m_writer.width(), m_writer.height()) / m_scale);
        m_area = m_page.adjusted(margin, margin, -margin, -margin - footer);
        std::vector<Block> blocks = head();
        for (Block &each : facts())
            blocks.push_back(std::move(each));
        for (Block &each : parts())
            blocks.push_back(std::move(each));
        draw(pagesOf(blocks), blocks);
        return m_painter.end();
    }

private:
    // A font's size in points is right on paper as it is; within our scale it would be scaled once more.
    QFont plain(qreal points, QFont::Weight weight = QFont::Normal) const { return sized(QFont(), points / m_scale, weight); }
    QFont fixed(qreal points) const { return sized(QFontDatabase::systemFont(QFontDatabase::FixedFont), points / m_scale); }

    Block text(const QString &words, const QFont &font, const QColor &color, qreal left, qreal after)
    {
        m_painter.setFont(font);
        constexpr int flags = Qt::AlignLeft | Qt::AlignTop | Qt::TextWrapAnywhere;
        constexpr int atWords = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;
        const QRectF room(0, 0, m_area.width() - left, 1e6);
        // Sentences break between words; what has no blank in a line's length breaks anywhere.
        const int wrap = m_painter.boundingRect(room, atWords, words).width() <= room.width() ? atWords : flags;
        const qreal height = m_painter.boundingRect(room, wrap, words).height();
        return {height + after, [=](QPainter &painter, const QRectF &rect) {
                    painter.setFont(font);
                    painter.setPen(color);
                    painter.drawText(rect.adjusted(left, 0, 0, 0), wrap, words);
                }};
    }

    std::vector<Block> head()
    {
        std::vector<Block> blocks;
        blocks.push_back(text(Words::tr("Receipt of an upload"), plain(9), pale, 0, 2));
        blocks.push_back(text(printable(nameOf(m_receipt).toString()), plain(17, QFont::DemiBold), ink, 0, 10));
        const QColor dot = proofColor(m_receipt.proof, printTokens());
        Block proof = text(proofWords(m_receipt.proof), plain(11, QFont::DemiBold), ink, 14, 2);
        blocks.push_back({proof.height, [words = proof.draw, dot](QPainter &painter, const QRectF &rect) {
                              words(painter, rect);
                              painter.setRenderHint(QPainter::Antialiasing);
                              painter.setPen(Qt::NoPen);
                              painter.setBrush(dot);
                              painter.drawEllipse(QRectF(rect.x(), rect.y() + 3.5, 8, 8));
                          }});
        blocks.push_back(text(upload::proofSentence(m_receipt.proof, m_receipt.integrity), plain(9.5), ink, 14, 14));
        return blocks;
    }

    std::vector<Block> facts()
    {
        std::vector<Block> blocks;
        const QList<ReceiptFact> all = factsOf(m_receipt);
        for (const ReceiptFact &fact : all) {
            const bool saidAbove = fact.value.endsWith(upload::proofSentence(m_receipt.proof, m_receipt.integrity));
            if (fact.value.isEmpty() || saidAbove)
                continue;
            Block value = text(fact.value, plain(9), ink, nameWidth, 5);
            blocks.push_back({value.height, [this, words = value.draw, name = fact.name](QPainter &painter, const QRectF &rect) {
                                  painter.setFont(plain(9));
                                  painter.setPen(pale);
                                  painter.drawText(rect, Qt::AlignLeft | Qt::AlignTop, name);
                                  words(painter, rect);
                              }});
        }
        return blocks;
    }

    std::vector<Block> parts()
    {
        std::vector<Block> blocks;
        if (m_receipt.parts.isEmpty())
            return blocks;
        Block title = text(Words::tr("Parts"), plain(12, QFont::DemiBold), ink, 0, 6);
        blocks.push_back({title.height + 14,
            [words = title.draw](QPainter &painter, const QRectF &rect) { words(painter, rect.adjusted(0, 14, 0, 0)); }});
        blocks.reserve(static_cast<size_t>(m_receipt.parts.size()) + 1);
        for (qsizetype i = 0; i < m_receipt.parts.size(); ++i) {
            blocks.push_back({rowHeight,
                [this, i](QPainter &painter, const QRectF &rect) {
                    const upload::ReceiptPart &part = m_receipt.parts.at(i);
                    row(painter, rect, fixed(7.5), ink,
                        {formattedCount(part.number), formattedExactBytes(part.size), printable(QString::fromUtf8(part.etag)),
                            partChecksum(part)});
                },
                true});
        }
        return blocks;
    }

    void row(QPainter &painter, const QRectF &rect, const QFont &font, const QColor &color, const std::array<QString, 4> &cells) const
    {
        constexpr qreal number = 40, size = 92, gap = 12;
        const qreal rest = rect.width() - number - size - 2 * gap;
        const std::array<QRectF, 4> places = {QRectF(rect.x(), rect.y(), number, rect.height()),
            QRectF(rect.x() + number, rect.y(), size, rect.height()),
            QRectF(rect.x() + number + size + gap, rect.y(), rest * 0.7, rect.height()),
            QRectF(rect.x() + number + size + 2 * gap + rest * 0.7, rect.y(), rest * 0.3, rect.height())};
        painter.setFont(font);
        painter.setPen(color);
        const QFontMetricsF metrics(painter.font(), &m_writer);
        for (size_t i = 0; i < cells.size(); ++i)
            painter.drawText(places.at(i), Qt::AlignVCenter | Qt::TextSingleLine | (i < 2 ? Qt::AlignRight : Qt::AlignLeft),
                metrics.elidedText(cells.at(i), Qt::ElideMiddle, places.at(i).width() * m_scale));
        painter.setPen(QPen(line, 0.5));
        painter.drawLine(rect.bottomLeft(), rect.bottomRight());
    }

    // Where each page begins, in blocks.
    std::vector<size_t> pagesOf(const std::vector<Block> &blocks) const
    {
        std::vector<size_t> pages = {0};
        qreal used = 0;
        for (size_t i = 0; i < blocks.size(); ++i) {
            const bool needsHead = blocks[i].partRow && (i == pages.back() || !blocks[i - 1].partRow);
            // A title stays with the first row below it.
            const bool title = !blocks[i].partRow && i + 1 < blocks.size() && blocks[i + 1].partRow;
            const qreal height = blocks[i].height + (needsHead ? rowHeight : 0) + (title ? 2 * rowHeight : 0);
            if (used > 0 && used + height > m_area.height()) {
                pages.push_back(i);
                used = blocks[i].partRow ? rowHeight : 0;
            } else if (needsHead) {
                used += rowHeight;
            }
            used += blocks[i].height;
        }
        return pages;
    }

    void draw(const std::vector<size_t> &pages, const std::vector<Block> &blocks)
    {
        for (size_t page = 0; page < pages.size(); ++page) {
            if (page > 0)
                m_writer.newPage();
            qreal y = m_area.y();
            const size_t end = page + 1 < pages.size() ? pages[page + 1] : blocks.size();
            for (size_t i = pages[page]; i < end; ++i) {
                if (blocks[i].partRow && (i == pages[page] || !blocks[i - 1].partRow)) {
                    row(m_painter, {m_area.x(), y, m_area.width(), rowHeight}, plain(8, QFont::DemiBold), pale,
                        {Words::tr("Part"), Words::tr("Bytes"), Words::tr("ETag"), Words::tr("CRC64NVME")});
                    y += rowHeight;
                }
                blocks[i].draw(m_painter, {m_area.x(), y, m_area.width(), blocks[i].height});
                y += blocks[i].height;
            }
            foot(page + 1, pages.size());
        }
    }

    void foot(size_t page, size_t pages)
    {
        const QRectF rect(m_area.x(), m_page.bottom() - margin - 12, m_area.width(), 14);
        m_painter.setFont(plain(8));
        m_painter.setPen(pale);
        const QString left = m_receipt.id.toString(QUuid::WithoutBraces);
        m_painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter,
            m_receipt.madeBy.isEmpty() ? left : QStringLiteral("%1 · %2").arg(printable(m_receipt.madeBy), left));
        m_painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter,
            Words::tr("Page %1 of %2").arg(formattedCount(static_cast<qint64>(page)), formattedCount(static_cast<qint64>(pages))));
    }

    static Tokens printTokens()
    {
        Tokens tokens;
        tokens.stored = QColor(0x2e9e6b);
        tokens.attentionFill = QColor(0xd98a1f);
        return tokens;
    }

    const upload::Receipt &m_receipt;
    QPdfWriter &m_writer;
    QPainter m_painter;
    qreal m_scale;
    QRectF m_page, m_area;
};

} // namespace

bool writePdf(const upload::Receipt &receipt, QIODevice &device)
{
    QPdfWriter writer(&device);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF());
    writer.setResolution(600);
    writer.setTitle(Words::tr("Receipt: %1").arg(printable(addressOf(receipt))));
    writer.setCreator(receipt.madeBy);
    return Paper(receipt, writer).print();
}

} // namespace ui
