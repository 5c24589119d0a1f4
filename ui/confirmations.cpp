// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT
#include "ui/confirmations.h"

#include "ui/counted.h"
#include "ui/formatting.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

#include <numeric>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::Confirmations)
};

QString nameOf(const upload::UploadSnapshot &upload)
{
    return shortened(upload.sourcePath.mid(upload.sourcePath.lastIndexOf(QLatin1Char('/')) + 1), 48);
}

QString namesOf(const QList<upload::UploadSnapshot> &uploads)
{
    QStringList names;
    for (qsizetype i = 0; i < uploads.size() && i < 3; ++i)
        names.append(nameOf(uploads.at(i)));
    QString text = names.join(QStringLiteral(", "));
    if (uploads.size() > 3)
        text = Words::tr("%1 and %2").arg(text, counted(uploads.size() - 3, Words::tr("1 more"), Words::tr("%1 more")));
    return text;
}

qint64 storedBytes(const QList<upload::UploadSnapshot> &uploads)
{
    return std::accumulate(
        uploads.begin(), uploads.end(), qint64(0), [](qint64 sum, const upload::UploadSnapshot &upload) { return sum + upload.stored; });
}

} // namespace

Question cancelQuestion(const QList<upload::UploadSnapshot> &uploads)
{
    const qint64 stored = storedBytes(uploads);
    const bool one = uploads.size() == 1;
    const QString what =
        one ? QStringLiteral("“%1”").arg(nameOf(uploads.constFirst())) : Words::tr("%1 uploads").arg(formattedCount(uploads.size()));
    Question question;
    question.name = QStringLiteral("cancelQuestion");
    question.title = Words::tr("Cancel");
    question.destructive = true;
    question.no = one ? Words::tr("Keep upload") : Words::tr("Keep uploads");
    if (stored > 0) {
        question.text = one ? Words::tr("Cancel %1 and delete its parts (%2) from the server?").arg(what, formattedBytes(stored))
                            : Words::tr("Cancel %1 and delete their parts (%2) from the server?").arg(what, formattedBytes(stored));
        question.yes = Words::tr("Cancel and delete parts");
    } else {
        question.text = one ? Words::tr("Cancel %1? Nothing of it is stored on the server yet.").arg(what)
                            : Words::tr("Cancel %1? Nothing of them is stored on the server yet.").arg(what);
        question.yes = one ? Words::tr("Cancel upload") : Words::tr("Cancel uploads");
    }
    question.note = Words::tr("The files on this computer stay as they are.");
    if (!one)
        question.note.prepend(namesOf(uploads) + QStringLiteral(".\n"));
    return question;
}

Question removeQuestion(const QList<upload::UploadSnapshot> &uploads)
{
    const bool one = uploads.size() == 1;
    Question question;
    question.name = QStringLiteral("removeQuestion");
    question.title = Words::tr("Remove from list");
    question.destructive = true;
    question.text = (one ? Words::tr("Remove “%1” from the list and leave its parts (%2) on the server?").arg(nameOf(uploads.constFirst()))
                         : Words::tr("Remove %1 failed uploads from the list and leave their parts (%2) on the server?")
                               .arg(formattedCount(uploads.size())))
                        .arg(formattedBytes(storedBytes(uploads)));
    question.note = Words::tr("Parts that stay cost storage until somebody deletes them. Cancel… deletes them.");
    question.yes = Words::tr("Remove and leave parts");
    question.no = one ? Words::tr("Keep upload") : Words::tr("Keep uploads");
    return question;
}

Question quitQuestion(int running)
{
    Question question;
    question.name = QStringLiteral("quitQuestion");
    question.title = Words::tr("Quit");
    question.text = counted(running, Words::tr("1 upload is running. It goes on at the next start where it stopped."),
        Words::tr("%1 uploads are running. They go on at the next start where they stopped."));
    question.yes = Words::tr("Quit");
    question.other = Words::tr("Keep running in the background");
    question.no = Words::tr("Cancel");
    return question;
}

void ask(QWidget *window, const Question &question, std::function<void()> agreed, std::function<void()> otherwise)
{
    auto *box = new QMessageBox(
        question.destructive ? QMessageBox::Warning : QMessageBox::Question, question.title, question.text, QMessageBox::NoButton, window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setObjectName(question.name);
    const Tokens tokens = tokensFor(window->palette());
    const QIcon sign =
        question.destructive ? icon(QStringLiteral("triangle-alert"), tokens.failure) : icon(QStringLiteral("circle-help"), tokens.accent);
    box->setIconPixmap(sign.pixmap(QSize(32, 32), window->devicePixelRatioF()));
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(question.note);
    QPushButton *yes = box->addButton(question.yes, question.destructive ? QMessageBox::DestructiveRole : QMessageBox::AcceptRole);
    if (!question.other.isEmpty()) {
        QPushButton *other = box->addButton(question.other, QMessageBox::ActionRole);
        other->setObjectName(QStringLiteral("otherButton"));
        other->setAccessibleName(question.other);
        QObject::connect(other, &QPushButton::clicked, window, [otherwise = std::move(otherwise)] { otherwise(); });
    }
    QPushButton *no = box->addButton(question.no, QMessageBox::RejectRole);
    yes->setObjectName(QStringLiteral("yesButton"));
    no->setObjectName(QStringLiteral("noButton"));
    yes->setAccessibleName(question.yes);
    no->setAccessibleName(question.no);
    box->setDefaultButton(question.destructive ? no : yes);
    box->setEscapeButton(no);
    QObject::connect(yes, &QPushButton::clicked, window, [agreed = std::move(agreed)] { agreed(); });
    box->open();
}

} // namespace ui
