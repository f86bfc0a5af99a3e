using System.Net;

namespace ExactGN.Experiments.Data.Fetch;

/// <summary>A folder on the web that files come from.</summary>
/// <param name="Address">The folder.</param>
/// <param name="Client">Carries the requests; its own time limit is off, as it would end long transfers that go
/// well.</param>
/// <param name="Patience">How long to wait for an answer to begin.</param>
internal sealed record WebOrigin(Uri Address, HttpClient Client, TimeSpan Patience) : DataOrigin
{
    /// <inheritdoc/>
    internal override async Task<OpenedFile?> Open(string name, CancellationToken cancellation)
    {
        var address = new Uri(Address.AbsoluteUri.EndsWith('/') ? Address : new Uri($"{Address.AbsoluteUri}/"), name);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        HttpResponseMessage? answer = null;
        try
        {
            answer = await Client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            {
                return null;
            }

            if (!answer.IsSuccessStatusCode)
            {
                throw new IOException($"'{address}' answered {(int)answer.StatusCode} {answer.ReasonPhrase}.");
            }

            var opened = new OpenedFile(
                await answer.Content.ReadAsStreamAsync(limit.Token),
                answer.Content.Headers.ContentLength,
                address.AbsoluteUri,
                name.Split('/')[^1],
                answer);
            answer = null;
            return opened;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new UnreachableOriginException($"'{address}' did not answer within {Patience.TotalSeconds:0.#} s.");
        }
        catch (HttpRequestException error)
        {
            throw new UnreachableOriginException(
                $"'{address}' cannot be reached: {error.GetBaseException().Message.TrimEnd('.')}.");
        }
        finally
        {
            answer?.Dispose();
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"'{Address}'";
}
