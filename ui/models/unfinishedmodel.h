// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// The unfinished uploads of a connection as they are found, below what could not be listed: filtered, in the order of a column, checked
// by a person. 100,000 of them are put in order on another thread, and shown with a handful of signals.

#include "ui/heldsum.h"
#include "ui/models/unfinishedorder.h"
#include "upload/uploadbrowser.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QThreadPool>
#include <QTimer>

#include <functional>
#include <vector>

namespace ui {

struct UnfinishedNotice { // a bucket that could not be listed; an empty name: the buckets themselves
    QString bucket;
    s3::Error error;
    s3::Operation operation() const { return bucket.isEmpty() ? s3::Operation::ListBuckets : s3::Operation::ListMultipartUploads; }
};

struct UnfinishedLooks {
    QList<s3::UploadAddress> uploads;
    int visible = 0; // so many of them, the first, stand in the rows that were named
};

class UnfinishedModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        CheckColumn,
        KeyColumn,
        BucketColumn,
        HeldColumn,
        CostColumn,
        StartedColumn,
        LastPartColumn,
        ByColumn,
        StateColumn,
        SoFarColumn,
        PartsColumn,
        ClassColumn,
        UploadIdColumn,
        ColumnCount
    };
    enum Role { NoticeRole = Qt::UserRole + 1 }; // true: not an upload, but a bucket that could not be listed
    using PriceOf = std::function<std::optional<upload::Price>(const QByteArray &storageClass)>;

    explicit UnfinishedModel(QObject *parent = nullptr);
    ~UnfinishedModel() override;

    void setPrices(const PriceOf &prices); // of the connection; before the first row
    void setClock(qint64 serverAheadMs);
    QDateTime serverNow() const;

    void clear();
    void beginListing(); // what is there stays until the listing shows that it is gone
    void add(const QList<upload::ListedUpload> &uploads);
    void endBucket(const QString &bucket); // what was not told again is gone
    void setHeld(const QList<upload::HeldBytes> &held);
    void setNotHeld(const s3::UploadAddress &upload, const s3::Error &error);
    void setExpiries(const std::function<QDateTime(const s3::InProgressUpload &)> &expiryOf, const QString &bucket); // a rule changed
    void remove(const QList<s3::UploadAddress> &uploads);
    void setOwn(const QList<OwnUpload> &own); // all there are; those that are over go
    void setNotices(const QList<UnfinishedNotice> &notices);

    void setFilter(const UnfinishedFilter &filter);
    const UnfinishedFilter &filter() const { return m_filter; }

    int uploads() const { return m_living; } // shown or not
    int toldAgain() const { return m_told; } // by this listing
    HeldSum all() const;
    HeldSum shown() const;
    HeldSum checked() const;
    int shownBuckets() const;
    QDate pricesAsOf() const { return m_standard ? m_standard->asOf : QDate(); } // invalid: not told, or there is no price
    QStringList bucketsWithUploads() const;

    const UnfinishedRow *uploadAt(const QModelIndex &index) const; // null for a notice
    const UnfinishedNotice *noticeAt(const QModelIndex &index) const;
    int notices() const { return static_cast<int>(m_notices.size()); }
    QModelIndex indexOf(const s3::UploadAddress &upload) const; // invalid when it is not shown
    const UnfinishedRow *find(const s3::UploadAddress &upload) const;

    // The check marks are the selection; what is not shown is not checked.
    bool isChecked(int row) const;
    void check(int first, int last, bool checked); // rows
    void checkOnly(int first, int last);
    void checkAll(bool checked);
    Qt::CheckState checkState() const;
    QList<UnfinishedRow> checkedRows() const; // in the shown order
    QList<UnfinishedRow> shownRows() const;
    QList<OwnUpload> own() const;                  // all there are, listed or not
    void checkOlderThan(std::chrono::seconds age); // these, and no others

    // Whose holding is not known yet: the rows first to last before all, then those that are checked, then the others; at most so many.
    UnfinishedLooks unknown(int first, int last, int most) const;
    bool isUnknown(const s3::UploadAddress &upload) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override; // -1: the oldest first

Q_SIGNALS:
    // Rows are about to go, wherever they stand: who keeps a place among them finds another one that stays. Asked while it is emitted.
    void leaving(const std::function<bool(int row)> &stays);
    void sumsChanged(); // at most ten times a second
    void checksChanged();
    void unknownChanged(); // there may be more to look into, or other rows may be wanted first

private:
    static constexpr int AtOnce = 2000; // so few are put in order without another thread

    struct Mark { // what sums and searches run over, by place: small, so that 100,000 are passed in a millisecond
        qint64 bytes = 0;
        double aMonth = 0;
        int bucket = 0;
        int row = -1; // among the shown uploads; -1: not shown
        bool lives = true;
        bool holds = false;  // its holding is known
        bool priced = false; // what it costs is known
        bool looked = false; // nothing more is to be asked in this listing
        bool told = false;   // by this listing
        bool checked = false;
    };
    struct Sorting {
        UnfinishedFilter filter;
        UnfinishedOrder order;
        QDateTime now;
        bool isSameWish(const Sorting &other) const { return filter == other.filter && order == other.order; }
    };

    int placeAt(int row) const { return m_shown[static_cast<std::size_t>(row - notices())]; }
    Mark &mark(int place) { return m_marks[static_cast<std::size_t>(place)]; }
    const Mark &mark(int place) const { return m_marks[static_cast<std::size_t>(place)]; }
    int bucketNumber(const QString &name);
    template <typename Counts>
    HeldSum sumsOf(Counts counts) const;

    void judge(UnfinishedRow &row) const;
    void refresh(int place); // after its row was changed
    void tellChanged();      // the rows that were refreshed
    void tellSums();
    void tellChecks();
    void judgeNext();
    void take(const std::vector<int> &places); // out of the list for good
    void showFresh(std::vector<int> places);
    void orderSoon();
    void putInOrder();
    void adopt(std::vector<int> places, int upTo, const Sorting &sorting);
    void become(std::vector<int> target);
    void lay(std::vector<int> next);
    void number();

    UnfinishedRows m_rows; // as they came
    std::vector<Mark> m_marks;
    QHash<s3::UploadAddress, int> m_places;
    std::vector<int> m_shown; // places
    QStringList m_buckets;    // by their number
    QHash<QString, int> m_bucketNumbers;
    QList<UnfinishedNotice> m_notices;
    QHash<s3::UploadAddress, OwnUpload> m_own;
    QList<OwnUpload> m_ownList;
    PriceOf m_prices;
    mutable QHash<QByteArray, std::optional<upload::Price>> m_priceOf;
    std::optional<upload::Price> m_standard; // without a price of STANDARD the connection has none
    qint64 m_serverAheadMs = 0;
    int m_living = 0;
    int m_told = 0;

    UnfinishedFilter m_filter; // as wished; what is shown may still be by the earlier one
    UnfinishedOrder m_order;
    Sorting m_shownBy;
    std::optional<Sorting> m_orderingBy; // what a thread is busy with
    quint64 m_generation = 0;            // of the wish: what a thread brings for an earlier one is late
    QThreadPool m_pool;
    QTimer m_orderSoon, m_sumsSoon, m_judge, m_judgeNext;
    std::vector<int> m_changed;
    bool m_checksChanged = false;
    int m_judgedUpTo = 0;
};

} // namespace ui
