import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { problemOf } from '../platform/problem';
import { makeRouter } from './router';
import { theme, variables } from './theme';

/** A session that ended leads to signing in, wherever it is noticed. */
const client = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (problemOf(error).code !== 'NOT_SIGNED_IN' || query.queryKey[0] === 'me') return;
      client.removeQueries({ queryKey: ['me'] });
      void router.invalidate();
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 1_000,
      // A refusal stays a refusal; only what never arrived, or a server in trouble, is worth another try.
      retry: (failures, error) => failures < 2 && (problemOf(error).status === 0 || problemOf(error).status >= 500),
    },
  },
});
const router = makeRouter(client);

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <Notifications position="bottom-right" />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
