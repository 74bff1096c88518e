using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Import;

/// <summary>Collects problems: nodes that fail for the same reason make one problem, which names the first and counts them.</summary>
internal sealed class ProblemLog
{
    private readonly List<Entry> _entries = [];

    public bool HasErrors => _entries.Any(e => e.Severity == ProblemSeverity.Error);

    public IReadOnlyList<Problem> Problems => _entries.Select(e => e.ToProblem()).ToList();

    public void Error(ProblemKind kind, string message) => Add(kind, ProblemSeverity.Error, null, message);

    public void Warn(ProblemKind kind, string message) => Add(kind, ProblemSeverity.Warning, null, message);

    /// <summary>An error at a node; <paramref name="reason"/> is what nodes with the same trouble share.</summary>
    public void Error(OnnxNode node, ProblemKind kind, string reason, string? openInput = null) => Add(kind, ProblemSeverity.Error, node, reason, openInput);

    /// <exception cref="ModelException">There are errors.</exception>
    public void ThrowIfErrors()
    {
        if (HasErrors)
        {
            throw new ModelException(Problems);
        }
    }

    private void Add(ProblemKind kind, ProblemSeverity severity, OnnxNode? node, string reason, string? openInput = null)
    {
        string subject = node is null ? "" : OperatorTable.FullName(node.Domain, node.OpType);
        foreach (Entry entry in _entries)
        {
            if (entry.Kind == kind && entry.Subject == subject && entry.Reason == reason)
            {
                entry.Count++;
                return;
            }
        }

        _entries.Add(new Entry(kind, severity, subject, node is null ? "" : Label(node), reason, openInput));
    }

    /// <summary>A node's name, or that of its first result when it has none.</summary>
    public static string Label(OnnxNode node) =>
        Printable.Quote(node.Name.Length > 0 ? node.Name : node.Outputs.FirstOrDefault(o => o.Length > 0) ?? "");

    private sealed class Entry(ProblemKind kind, ProblemSeverity severity, string subject, string node, string reason, string? openInput)
    {
        public ProblemKind Kind => kind;

        public ProblemSeverity Severity => severity;

        public string Subject => subject;

        public string Reason => reason;

        public int Count { get; set; } = 1;

        public Problem ToProblem()
        {
            if (subject.Length == 0)
            {
                return new Problem(kind, severity, reason);
            }

            string others = Count == 1 ? "" : $" (and {Count - 1} more)";
            return new Problem(kind, severity, $"{Printable.Escape(subject)} node {node}{others}: {reason}") { OpenInput = openInput };
        }
    }
}
