// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#pragma once

// What was dropped and where it would arrive: File | Size | Parts | Arrives as. A folder is one row, however many files it has.

#include "s3/partplan.h"
#include "ui/stagedsurvey.h"
#include "ui/unfinishedquestion.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>
#include <QThreadPool>

#include <atomic>
#include <memory>

namespace ui {

class StagedModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { File, Size, Parts, ArrivesAs, ColumnCount };
    enum Role {
        ExistsRole = Qt::UserRole, // a few words ("exists", "3 exist") when the server has such keys already, else empty
        TroubleRole,               // true when this file cannot be cut into parts as planned
        UnfinishedRole,            // "unfinished upload: 3.2 GiB, 2 h ago" when one has the same key, else empty
        AnyUnfinishedRole,         // true for every row when some row has such a note: rows are equally high
    };

    explicit StagedModel(QObject *parent = nullptr);
    ~StagedModel() override; // ends a survey

    void add(const QList<upload::FoundItem> &items); // a path that is here already is not taken again
    void remove(const QModelIndexList &rows);
    void setPrefix(const QString &prefix);
    // Looks through all files, as adding them does; of many that is done in another thread, and `surveyed` follows for the last rule that was set.
    void setKeyRule(const upload::KeyRule &rule);
    bool isSurveying() const { return m_surveying; } // what is said of the keys is still that of an earlier rule
    void setPlan(qint64 wishedPartSize, const s3::PartLimits &limits);

    QStringList firstKeys(int atMost);             // to ask the server about
    void setExistingKeys(const QStringList &keys); // among those last asked about

    void setUnfinished(const UnfinishedByKey &uploads, const QDateTime &now);
    QList<Meeting> meetings() const;                                     // files whose key has unfinished uploads
    QString snapshotRefusal() const { return m_survey.snapshotRefusal; } // why not every file can be sent as a snapshot; empty when it can

    const QList<upload::FoundItem> &items() const { return m_items; }
    qint64 bytes() const { return m_survey.bytes; }
    qint64 files() const { return m_survey.files; }
    qint64 requests() const { return m_requests; }
    int longestNameInBytes() const { return m_survey.longestName; } // of the keys, without the prefix
    QString planTrouble() const { return m_planTrouble; }           // the first refusal, as a sentence
    QString keyTrouble() const { return m_survey.keyTrouble; }      // the same of keys that the rule cannot make
    QString doubleKey() const { return m_survey.doubleKey; }        // a name that two of the files would arrive under
    const upload::KeyPlan &keyPlan() const { return m_keys; }
    QString contentType() const { return m_survey.contentType; } // that all have; empty: they have several, or lie in folders

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void surveyed();

private:
    upload::KeyPlan barePlan() const; // without the prefix
    void survey();
    void surveyLater();
    void concludeSurvey(int number, const StagedSurvey &survey);
    void forgetTargets();
    void tellTargets();
    void plan();
    QString partsText(const upload::FoundItem &item) const;
    QString target(int row) const;
    QString exists(int row) const;

    QList<upload::FoundItem> m_items;
    QSet<QString> m_paths;
    upload::KeyPlan m_keys;
    StagedSurvey m_survey;
    bool m_surveying = false;
    std::shared_ptr<std::atomic<int>> m_newest; // number of the survey that is wanted
    QThreadPool m_pool;
    qint64 m_wishedPartSize = 0;
    s3::PartLimits m_limits;
    qint64 m_requests = 0;
    QString m_planTrouble;
    QHash<QString, int> m_askedRows; // key → row
    QHash<int, int> m_existing;      // row → how many of its keys exist
    QList<Meeting> m_meetings;
    QHash<int, QString> m_notes; // row → about its unfinished uploads
};

} // namespace ui
